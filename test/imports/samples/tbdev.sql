CREATE TABLE `torrents` (
  `id` int(10) unsigned NOT NULL auto_increment,
  `info_hash` varchar(20) character set latin1 collate latin1_bin NOT NULL default '',
  `name` varchar(255) NOT NULL default '',
  `filename` varchar(255) NOT NULL default '',
  `descr` text NOT NULL,
  `size` bigint(20) unsigned NOT NULL default '0',
  `added` datetime NOT NULL default '0000-00-00 00:00:00',
  `numfiles` int(10) unsigned NOT NULL default '0',
  `times_completed` int(10) unsigned NOT NULL default '0',
  `banned` enum('yes','no') NOT NULL default 'no',
  PRIMARY KEY  (`id`),
  UNIQUE KEY `info_hash` (`info_hash`)
) TYPE=MyISAM;
INSERT INTO `torrents` VALUES (1,'äöüßéèêëàáâãåæçñóôõ€','Sample one','one.torrent','long',1048576,'2009-05-06 07:08:09',3,25,'no');
INSERT INTO `torrents` VALUES (2,'ending with a space','Sample two','two.torrent','',7,'2009-05-06 07:08:09',1,0,'yes');
