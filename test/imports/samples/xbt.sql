-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)
/*!40101 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS `xbt_config`;
CREATE TABLE `xbt_config` (
  `name` varchar(255) NOT NULL,
  `value` varchar(255) NOT NULL
) ENGINE=InnoDB;
INSERT INTO `xbt_config` VALUES ('listen_port','2710'),('motto','VALUES (1, \'2\'); all of them');
DROP TABLE IF EXISTS `xbt_files`;
CREATE TABLE `xbt_files` (
  `fid` int(11) NOT NULL AUTO_INCREMENT,
  `info_hash` binary(20) NOT NULL,
  `leechers` int(11) NOT NULL DEFAULT 0,
  `seeders` int(11) NOT NULL DEFAULT 0,
  `completed` int(11) NOT NULL DEFAULT 0,
  `flags` int(11) NOT NULL DEFAULT 0,
  `mtime` int(11) NOT NULL,
  `ctime` int(11) NOT NULL,
  PRIMARY KEY (`fid`),
  UNIQUE KEY `info_hash` (`info_hash`)
) ENGINE=InnoDB;
INSERT INTO `xbt_files` VALUES
(1,_binary 'AAAAAAAAAAAAAAAAAAA\0',0,5,30,0,1500000100,1400000000),
(2,_binary 'it\'s \"a\\hash\" \Z\r\n\0,(',1,0,2,0,1500000100,1400000001),
(3,_binary 'CCCCCCCCCCCCCCCCCCCC',0,0,9,1,1500000100,1400000002),
(4,0x4444444444444444444444444444444444444444,0,0,0,0,1500000100,0);
-- Dump completed on 2020-01-02  3:04:05
