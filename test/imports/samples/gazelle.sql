-- MySQL dump 10.13
CREATE TABLE `torrents` (
  `ID` int(10) NOT NULL AUTO_INCREMENT,
  `GroupID` int(10) NOT NULL,
  `info_hash` blob NOT NULL,
  `FileCount` int(6) NOT NULL,
  `FileList` mediumtext NOT NULL,
  `Size` bigint(12) NOT NULL,
  `Time` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `Snatched` int(10) unsigned NOT NULL DEFAULT '0',
  PRIMARY KEY (`ID`),
  UNIQUE KEY `InfoHash` (`info_hash`(40))
) ENGINE=InnoDB;
INSERT INTO `torrents` VALUES (1,10,_binary '11111111111111111111',3,'a|b|c',1048576,'2016-05-06 07:08:09',25),(2,11,_binary '22222222222222222222',1,'a',7,'0000-00-00 00:00:00',0);
CREATE TABLE `deleted_torrents` (
  `ID` int(10) NOT NULL,
  `info_hash` blob NOT NULL
) ENGINE=InnoDB;
INSERT INTO `deleted_torrents` VALUES (3,_binary '33333333333333333333');
CREATE TABLE `torrents_group` (
  `ID` int(10) NOT NULL AUTO_INCREMENT,
  `Name` varchar(300) DEFAULT NULL,
  `Year` int(4) DEFAULT NULL,
  PRIMARY KEY (`ID`)
) ENGINE=InnoDB;
INSERT INTO `torrents_group` VALUES (10,'Sample group &eacute; &#233;',2016);
-- Dump completed
