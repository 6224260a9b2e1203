/**
 * The passwords that lists of stolen ones begin with, of eight characters and more, in lower case: whoever guesses tries
 * these first, so the back-off between attempts does not protect them.
 */
const list = `
00000000 000000000 0000000000 01234567 012345678 0123456789 09876543 0987654321 10203040 1029384756 11111111 111111111
1111111111 11223344 1122334455 11235813 12121212 1212121212 12131415 12312312 123123123 123123123123 12341234
123412341234 12344321 12345678 123456789 1234567890 1234567891 12345678910 123456789a 123456789q 12345678a 12345678q
1234567a 123456aa 123456abc 12345qwert 1234abcd 1234qwer 123654789 123698745 123qweasd 123qweasdzxc 12qwaszx 13131313
13579246 135792468 1357924680 147258369 1472583690 147852369 159357456 159753456 18436572 19841984 19851985 19871987
19921992 1a2b3c4d 1password 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 20102010 20202020 21212121
22222222 222222222 23232323 25252525 25802580 31415926 321321321 33333333 333333333 36925814 369258147 43214321
44444444 444444444 45645645 456456456 4815162342 55555555 555555555 5555555555 65432100 66666666 666666666 741852963
77777777 777777777 7777777777 78787878 789456123 7894561230 789789789 87651234 87654321 88888888 888888888 8888888888
963852741 98765432 987654321 9876543210 99999999 999999999 9999999999 a123456789 a1b2c3d4 a1s2d3f4 aa123456 aa12345678
aaaaaaaa aaaaaaaaaa abc12345 abc123456 abc123abc abcabcabc abcd1234 abcd12345 abcdef123 abcdefgh abcdefghi abcdefghij
access14 adgjmptw admin123 admin1234 admin12345 administrator alexander alexandra anderson andromeda arsenal1 asasasas
asd123asd asdasdasd asdf1234 asdfasdf asdfghjk asdfghjkl asdfghjkl1 asdqwe123 azertyui azertyuiop bailey123 baseball
baseball1 basketball batman123 beautiful benjamin billabong blahblah blink182 bond007bond booboo123 bulldogs butterfly
california cameron1 caroline challenge champion changeme changeme1 changeme123 charlie1 charlie123 charlotte chelsea1
chester1 chicago1 chocolate christian christine christopher cinderella clifford cocacola colorado computer computer1
consumer correcthorsebatterystaple cowboys1 creative crystal1 danielle darkness december default1 dolphin1 dolphins
donald123 dragon12 dragon123 dragonball einstein elephant elizabeth emmanuel engineer explorer facebook facebook1
falcon12 fernando ferrari1 fireball firebird florence football football1 football123 forever1 franklin freedom1
friends1 gandalf1 garfield gateway1 gfhjkmgfhjkm godzilla goldfish gonzalez greenday hahahaha hannah123 hardcore
hello123 hello1234 hellohello hellokitty helpme123 hercules highland hollywood hunter12 hunter123 icecream iloveu123
iloveyou iloveyou1 iloveyou123 iloveyou2 infinity internet isabella jackson1 jasmine1 jennifer jennifer1 jessica1
jonathan jordan23 juventus katherine kingkong kristina lasvegas lavender leonardo letmein1 letmein12 letmein123
leverage lighting linkinpark liverpool liverpool1 logitech lollipop lovelove loveme123 loveyou1 mackenzie manchester
marlboro marshall martinez matthew1 maverick maximus1 mercedes michael1 michael123 michelle midnight minecraft
mississippi monica123 monkey12 monkey123 moonlight morrison mountain mustang1 myspace1 nathaniel nebraska newyork1
nicholas nicholas1 nicole123 nintendo nirvana1 nothing1 november october1 opensesame p@55w0rd p@ssw0rd p@ssword
pa$$w0rd pa55word panther1 paradise parola123 pass1234 pass12345 passport passw0rd passw0rd1 password password!
password0 password01 password1 password1! password10 password11 password12 password123 password123! password1234
password12345 password2 password3 password99 passwort passwort1 patricia patrick1 peaches1 peekaboo perfect1 phoenix1
pokemon1 pokemon123 politics portland pr0grammer princesa princess princess1 princess123 private1 q1w2e3r4 q1w2e3r4t5
q1w2e3r4t5y6 qazwsx12 qazwsx123 qazwsxed qazwsxedc qazxswedc qq123456 qqqqqqqq qwaszx12 qwe123qwe qweasdzx qweasdzxc
qweqweqwe qwer1234 qwer12345 qwerasdf qwert123 qwert12345 qwerty00 qwerty01 qwerty1! qwerty11 qwerty12 qwerty123
qwerty123! qwerty1234 qwerty12345 qwerty123456 qwerty321 qwertyui qwertyuio qwertyuiop qwertyuiop123 qwertz123
qwertzui qwertzuiop rainbow1 rammstein rastaman realmadrid rebecca1 redskins registered remember richmond rockstar
rolltide rosebud1 rush2112 samantha samsung1 samsung123 scarface schalke04 scooter1 scorpion scotland sebastian
secret12 secret123 security september serenity sergeant shadow12 shadow123 shannon1 skywalker slipknot snickers
snowball softball southern spencer1 spiderman spongebob squirtle srinivas starcraft startrek starwars starwars1
steelers steelers1 stephanie sterling strawberry stronger student1 summer123 sunflower sunshine sunshine1 superman
superman1 superman123 superstar survivor suzuki123 sweetheart sweetness sydney123 system32 tarheels telephone temp1234
tempest1 teresa12 test1234 test12345 testing1 testing123 testtest thebeatles thebest1 thomas123 thunder1 tigger12
tinkerbell titanic1 tottenham trinity1 trouble1 trustme1 trustno1 tunafish undertaker unicorns universe vacation
valentin valentina valentine veronica victoria victoria1 virginia vladimir volcano1 volleyball vsegda123 warcraft
warrior1 warriors washington webmaster welcome1 welcome12 welcome123 welcome1234 whatever whatever1 william1 winner123
winston1 winter123 wolfgang wolverine woodland wordpass xbox360x xxxxxxxx yamaha123 yankees1 yellow12 yourmom1
zaq12wsx zaq1xsw2 zaq1zaq1 zaqwsxcde zxc123zxc zxcasdqwe zxcv1234 zxcvbnm1 zxcvbnm12 zxcvbnm123 zxcvzxcv zzzzzzzz
`

const common: ReadonlySet<string> = new Set(list.trim().split(/\s+/))

export function isCommonPassword(password: string): boolean {
  return common.has(password.toLowerCase())
}
