-- MySQL dump 10.13  Distrib 5.7.44, for Linux (x86_64)
--
-- Host: localhost    Database: tracker
-- ------------------------------------------------------
/*!40101 SET NAMES utf8 */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;

--
-- Table structure for table `rt_namemap`
--

DROP TABLE IF EXISTS `rt_namemap`;
CREATE TABLE `rt_namemap` (
  `info_hash` char(40) NOT NULL DEFAULT '',
  `filename` varchar(250) NOT NULL DEFAULT '',
  `url` varchar(250) NOT NULL DEFAULT '',
  `size` bigint(20) unsigned NOT NULL,
  `pubDate` varchar(25) NOT NULL DEFAULT '',
  PRIMARY KEY (`info_hash`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;

LOCK TABLES `rt_namemap` WRITE;
/*!40000 ALTER TABLE `rt_namemap` DISABLE KEYS */;
INSERT INTO `rt_namemap` VALUES ('1111111111111111111111111111111111111111','Sample one, it\'s &quot;one&quot;','http://tracker.example/1;2',1048576,'Tue, 28 Mar 2017 12:44:41'),('2222222222222222222222222222222222222222','Sample two &amp; more','',0,''),('not a hash','Sample three','',3,'Wed, 5 Apr 2017 01:02:03'),('4444444444444444444444444444444444444444','','',4,'Wed, 5 Apr 2017 01:02:03');
/*!40000 ALTER TABLE `rt_namemap` ENABLE KEYS */;
UNLOCK TABLES;

DROP TABLE IF EXISTS `rt_summary`;
CREATE TABLE `rt_summary` (
  `info_hash` char(40) NOT NULL DEFAULT '',
  `dlbytes` bigint(20) unsigned NOT NULL DEFAULT '0',
  `seeds` int(10) unsigned NOT NULL DEFAULT '0',
  `leechers` int(10) unsigned NOT NULL DEFAULT '0',
  `finished` int(10) unsigned NOT NULL DEFAULT '0',
  `lastcycle` int(10) unsigned NOT NULL DEFAULT '0',
  PRIMARY KEY (`info_hash`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;

LOCK TABLES `rt_summary` WRITE;
INSERT INTO `rt_summary` VALUES ('1111111111111111111111111111111111111111',9000,3,1,12,1500000000),('2222222222222222222222222222222222222222',0,0,0,0,0),('5555555555555555555555555555555555555555',100,1,0,7,1500000000);
UNLOCK TABLES;

DROP TABLE IF EXISTS `rt_timestamps`;
CREATE TABLE `rt_timestamps` (
  `info_hash` char(40) NOT NULL,
  `sequence` int(10) unsigned NOT NULL AUTO_INCREMENT,
  PRIMARY KEY (`sequence`)
) ENGINE=InnoDB DEFAULT CHARSET=latin1;
INSERT INTO `rt_timestamps` VALUES ('1111111111111111111111111111111111111111',1);
-- Dump completed on 2020-01-02  3:04:05
