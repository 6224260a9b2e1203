import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { importValueBytesMax } from '#base/limits'
import { DumpReader } from './dump-reader.ts'
import type { SqlRow, SqlValue } from './insert-reader.ts'
import { SqlLexer } from './sql-lexer.ts'

type Read = {
  /** Each as `table(columns)` and its values as Latin-1; `null` and `undefined` as they are. */
  readonly rows: (string | null | undefined)[][]
  readonly numbers: number[]
  readonly isWhole: boolean
}

/** Reads `sql` in pieces of `length` bytes; of each table all columns, or those for which `isWanted` says so. */
function read(
  sql: string | Uint8Array,
  length = sql.length,
  isWanted: (column: string) => boolean = () => true,
): Read {
  const bytes = typeof sql === 'string' ? Buffer.from(sql) : sql
  const rows: SqlRow[] = []
  const reader = new DumpReader({
    wanted: ({ table, columns }) => (table === 'other' ? undefined : (columns ?? []).map(isWanted)),
    take: (row) => void rows.push(row),
  })
  const lexer = new SqlLexer(reader)
  for (let at = 0; at < bytes.length; at += length) lexer.take(bytes.subarray(at, at + length))
  const isWhole = lexer.isWhole && reader.isWhole
  return {
    rows: rows.map(({ shape, values }) => [
      `${shape.table}(${shape.columns?.join() ?? '?'})`,
      ...values.map(shown),
    ]),
    numbers: rows.map(({ number }) => number),
    isWhole,
  }
}

function shown(value: SqlValue): string | null | undefined {
  return value === null || value === undefined ? value : Buffer.from(value).toString('latin1')
}

/** The values of the only row of an INSERT with these values. */
function valuesOf(values: string): (string | null | undefined)[] {
  const { rows } = read(`INSERT INTO t (a,b,c) VALUES (${values});`)
  expect(rows).toHaveLength(1)
  return (rows[0] ?? []).slice(1)
}

describe('a value', () => {
  test.for([
    [`'plain'`, 'plain'],
    [`''`, ''],
    [`'it''s'`, `it's`],
    [`"say ""so"" or 'so'"`, `say "so" or 'so'`],
    [`'a\\'b\\"c\\\\d'`, `a'b"c\\d`],
    [`'\\0\\b\\n\\r\\t\\Z'`, '\0\b\n\r\t\x1a'],
    [`'\\%\\_\\q'`, '\\%\\_q'],
    [`'), (''; -- # /* \\', (1'`, `), ('; -- # /* ', (1`],
    [`'INSERT INTO t VALUES (1);'`, 'INSERT INTO t VALUES (1);'],
    ['12', '12'],
    ['-1.5e3', '-1.5e3'],
    ['0x00fF27', "\0\xff'"],
    [`X'00fF'`, '\0\xff'],
    [`x'41'`, 'A'],
    [`_binary '\\0A'`, '\0A'],
    [`_binary 0x41`, 'A'],
    [`_utf8mb4'A'`, 'A'],
    [`N'A'`, 'A'],
    ['NULL', null],
    ['null', null],
    [`unhex('41')`, undefined],
    ['(1)', undefined],
    ['1*2', undefined],
    [`concat('a',(2))`, undefined],
    ['current_timestamp()', undefined],
  ] as const)('%s is %j', ([written, value]) => {
    expect(valuesOf(`1, ${written} ,3`)).toEqual(['1', value, '3'])
  })

  test('keeps the bytes that it has', () => {
    const raw = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    const escaped = raw.toString('latin1').replaceAll(/[\\']/g, '\\$&')
    const sql = Buffer.from(`INSERT INTO t (a) VALUES (_binary '${escaped}');`, 'latin1')
    expect(read(sql).rows).toEqual([['t(a)', raw.toString('latin1')]])
  })

  test('is cut off where it is longer than anything that is wanted', () => {
    const [value] = valuesOf(`'${'x'.repeat(importValueBytesMax + 1)}',2,3`)
    expect(value).toBe('x'.repeat(importValueBytesMax))
  })

  test('of a column that nobody wants is passed over', () => {
    const sql = `INSERT INTO t (a,b,c) VALUES ('x,y)',f('(',2),'z'),(1,2,3)`
    expect(read(sql, sql.length, (column) => column === 'c').rows).toEqual([
      ['t(a,b,c)', undefined, undefined, 'z'],
      ['t(a,b,c)', undefined, undefined, '3'],
    ])
  })
})

describe('a table', () => {
  test.for([
    'INSERT INTO `t` VALUES (1,2);',
    'INSERT INTO t VALUES (1,2)',
    'insert into "t" value (1,2);',
    'INSERT INTO `base`.`t` VALUES (1,2);',
    'INSERT INTO base.t VALUES (1,2);',
    'INSERT IGNORE INTO `t` VALUES (1,2);',
    'INSERT  LOW_PRIORITY IGNORE INTO `t`\nVALUES\n(1,2);',
    'INSERT DELAYED INTO `t`(`x`, Y) VALUES (1,2);',
    'REPLACE INTO `t` (x,y) VALUES (1,2);',
    'INSERT INTO `t` VALUES (1,2) ON DUPLICATE KEY UPDATE x=VALUES(x);',
    "/*!40000 ALTER TABLE `t` DISABLE KEYS */;\n# note; '\n-- it's; a note\n--\nINSERT INTO t VALUES (1,2);",
  ])('is found in %s', (insert) => {
    const create = 'CREATE TABLE IF NOT EXISTS `t` (`x` int, "y" int);'
    expect(read(create + insert)).toMatchObject({ rows: [['t(x,y)', '1', '2']], isWhole: true })
  })

  test('has the columns that its CREATE TABLE names', () => {
    const create = `CREATE TABLE base.t (
      \`Info_Hash\` varbinary(20) NOT NULL DEFAULT '0\\0, (',
      size decimal(10,2) COMMENT 'a, b (c) \\'d\\'; e',
      \`key\` enum('a','b') /*!50606 COLUMN_FORMAT FIXED, */ DEFAULT 'a', -- note, (
      made timestamp NOT NULL DEFAULT current_timestamp(),
      PRIMARY KEY (\`Info_Hash\`(20), size), UNIQUE KEY \`u\` (size),
      KEY k (size), FULLTEXT KEY f (\`key\`), CONSTRAINT c FOREIGN KEY (size) REFERENCES o (x, y),
      CHECK (size > 0)
    ) ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='x, (y';`
    const { rows } = read(`${create}INSERT INTO t VALUES (1,2,3,4);`)
    expect(rows).toEqual([['t(info_hash,size,key,made)', '1', '2', '3', '4']])
  })

  test('whose columns nothing tells is asked for all the same', () => {
    expect(read('INSERT INTO t VALUES (1);').rows).toEqual([['t(?)', undefined]])
  })

  test('that nobody wants is passed over', () => {
    const sql = `INSERT INTO other VALUES (1,'x'),(2,';');INSERT INTO t (a) VALUES (3);`
    expect(read(sql).rows).toEqual([['t(a)', '3']])
  })

  test('counts its rows over all of its INSERTs', () => {
    const sql =
      'INSERT INTO t (a) VALUES (1),(2);INSERT INTO u (a) VALUES (1);INSERT INTO t (a) VALUES (3);'
    expect(read(sql).numbers).toEqual([1, 2, 1, 3])
  })
})

test('two dashes begin a comment only before a space', () => {
  expect(read('SET @x = 5--1; INSERT INTO t (a) VALUES (1);').rows).toEqual([['t(a)', '1']])
  expect(read('SET @x = 5-- 1; INSERT INTO t (a) VALUES (1);').rows).toEqual([])
})

test('a backslash in a name is a backslash', () => {
  expect(read('INSERT INTO t (`a\\`, b) VALUES (1, 2);').rows).toEqual([['t(a\\,b)', '1', '2']])
})

describe('rows are not', () => {
  test.for([
    'INSERT INTO t (a) SELECT a FROM u;',
    'INSERT INTO t SET a = (1);',
    'CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = (1);',
    'CREATE VIEW v AS SELECT 1;',
    'CREATE TABLE t LIKE u;',
    'SET @x = (1), @y = (2);',
    '/* INSERT INTO t (a) VALUES (1); */',
    '/*!50003 INSERT INTO t (a) VALUES (1); */',
    '-- INSERT INTO t (a) VALUES (1);',
    '# INSERT INTO t (a) VALUES (1);',
    'DELIMITER ;;\nCREATE PROCEDURE p() BEGIN\nINSERT INTO t (a) VALUES (1); END ;;\nDELIMITER ;',
    'DELIMITER $$\nBEGIN\nINSERT INTO t (a) VALUES (1); END $$\nDELIMITER ;',
  ])('in %s', (statement) => {
    const sql = `${statement}\nINSERT INTO t (a) VALUES (2);`
    expect(read(sql).rows).toEqual([['t(a)', '2']])
  })
})

test('pieces may end anywhere', () => {
  const sql = `-- a note\n/*!40101 SET x = 'y' */;\nCREATE TABLE \`t\` (\`a\`\`b\` int, c text) /* ** / */;\n
DELIMITER ;;\nINSERT INTO t VALUES (0,0);;\nDELIMITER ;\n
INSERT INTO \`t\` VALUES (1,'it''s \\\\ \\'x\\' ü'),(-2, _binary 0x4142),\n(NULL,X'43');\n`
  const whole = read(sql)
  expect(whole.rows).toEqual([
    ['t(a`b,c)', '1', Buffer.from(`it's \\ 'x' ü`).toString('latin1')],
    ['t(a`b,c)', '-2', 'AB'],
    ['t(a`b,c)', null, 'C'],
  ])
  for (const length of [1, 2, 3, 5, 7, 11]) expect(read(sql, length)).toEqual(whole)
})

test('whatever is read, and in whatever pieces, gives the same rows', () => {
  const words =
    `INSERT INTO t (a,b) VALUES (|INSERT INTO t VALUES (|CREATE TABLE t (|DELIMITER |NULL|0x41|X|_binary|
    -1.5|a|é|(|)|,|;|;;|'|"|\`|\\|-|--|#|/|/*|*/|*|.| |\n|'x'|),(`.split('|')
  const sql = fc.array(fc.constantFrom(...words)).map((parts) => parts.join(''))
  fc.assert(
    fc.property(sql, fc.integer({ min: 1, max: 9 }), (text, length) => {
      expect(read(text, length)).toEqual(read(text, Buffer.byteLength(text) + 1))
    }),
  )
})

describe('a dump is whole', () => {
  test.for([
    ['INSERT INTO t (a) VALUES (1);', true],
    ['INSERT INTO t (a) VALUES (1)', true],
    ['SET x = 1', true],
    ['-- the end', true],
    ['INSERT INTO t (a) VALUES (1', false],
    [`INSERT INTO t (a) VALUES ('on`, false],
    [`INSERT INTO t (a) VALUES ('one\\`, false],
    ['INSERT INTO t (a', false],
    ['CREATE TABLE t (a int', false],
    ['/*!40101 SET', false],
  ] as const)('after %s: %s', ([sql, isWhole]) => {
    expect(read(sql).isWhole).toBe(isWhole)
  })
})
