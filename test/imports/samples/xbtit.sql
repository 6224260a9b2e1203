-- phpMyAdmin SQL Dump
-- version 4.9.5
-- https://www.phpmyadmin.net/

SET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";
START TRANSACTION;

--
-- Table structure for table `xbt_files`
--

CREATE TABLE `xbt_files` (
  `fid` int(11) NOT NULL,
  `info_hash` binary(20) NOT NULL,
  `leechers` int(11) NOT NULL DEFAULT '0',
  `seeders` int(11) NOT NULL DEFAULT '0',
  `completed` int(11) NOT NULL DEFAULT '0',
  `flags` int(11) NOT NULL DEFAULT '0',
  `mtime` int(11) NOT NULL,
  `ctime` int(11) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8;

--
-- Dumping data for table `xbt_files`
--

INSERT INTO `xbt_files` (`fid`, `info_hash`, `leechers`, `seeders`, `completed`, `flags`, `mtime`, `ctime`) VALUES
(1, 0x1111111111111111111111111111111111111111, 0, 5, 30, 0, 1500000100, 1400000000),
(2, 0x2222222222222222222222222222222222222222, 1, 0, 2, 0, 1500000100, 1400000001),
(3, 0x3333333333333333333333333333333333333333, 0, 0, 9, 1, 1500000100, 1400000002);

-- --------------------------------------------------------

--
-- Table structure for table `xbtit_files`
--

CREATE TABLE `xbtit_files` (
  `info_hash` varchar(40) NOT NULL DEFAULT '',
  `filename` varchar(250) NOT NULL DEFAULT '',
  `info` varchar(250) NOT NULL DEFAULT '',
  `data` datetime NOT NULL DEFAULT '0000-00-00 00:00:00',
  `size` bigint(20) NOT NULL DEFAULT '0',
  `comment` text,
  `finished` int(10) UNSIGNED NOT NULL DEFAULT '0',
  `bin_hash` varbinary(20) NOT NULL
) ENGINE=MyISAM DEFAULT CHARSET=utf8;

INSERT INTO `xbtit_files` (`info_hash`, `filename`, `info`, `data`, `size`, `comment`, `finished`, `bin_hash`) VALUES
('1111111111111111111111111111111111111111', 'Sample one', 'a (short) text', '2016-05-06 07:08:09', 1048576, 'Two lines,\r\nof it''s own; really', 4, 0x1111111111111111111111111111111111111111),
('4444444444444444444444444444444444444444', 'Sample four', '', '0000-00-00 00:00:00', 0, NULL, 0, 0x4444444444444444444444444444444444444444);

--
-- Indexes for dumped tables
--
ALTER TABLE `xbt_files`
  ADD PRIMARY KEY (`fid`);
COMMIT;
