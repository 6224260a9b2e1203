SET SQL_MODE = "";
CREATE TABLE IF NOT EXISTS `bb_bt_torrents` (
  `info_hash` varbinary(20) NOT NULL DEFAULT '',
  `topic_id` mediumint(8) unsigned NOT NULL DEFAULT '0',
  `size` bigint(20) unsigned NOT NULL DEFAULT '0',
  `reg_time` int(11) NOT NULL DEFAULT '0',
  `complete_count` mediumint(8) unsigned NOT NULL DEFAULT '0',
  PRIMARY KEY (`info_hash`)
) ENGINE=MyISAM;
INSERT INTO `bb_bt_torrents` (`info_hash`, `topic_id`, `size`, `reg_time`, `complete_count`) VALUES
(0x1111111111111111111111111111111111111111, 5, 1048576, 1500000000, 12);
CREATE TABLE IF NOT EXISTS `bb_topics` (
  `topic_id` mediumint(8) unsigned NOT NULL,
  `topic_title` varchar(250) NOT NULL DEFAULT '',
  PRIMARY KEY (`topic_id`)
) ENGINE=MyISAM;
INSERT INTO `bb_topics` (`topic_id`, `topic_title`) VALUES
(4, 'No torrent here'),
(5, 'Sample topic &lt;one&gt;');
