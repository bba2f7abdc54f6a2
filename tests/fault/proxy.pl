#!/usr/bin/env perl
# A TCP proxy between a test and its database server, told what to do through a file.
#
# Usage: tests/fault/proxy.pl PORT SERVER_PORT ORDER_FILE
# The file holds one word, read for each piece of data: pass; cut (ends every connection when the server answers, before the
# answer is passed on); stall (passes nothing on, keeps the connections); it may be replaced at any time.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;

my ($port, $server_port, $order_file) = @ARGV;
my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 32, ReuseAddr => 1) or die "port $port: $!\n";
my $select = IO::Select->new($listener);
my (%peer, %is_server);
$SIG{PIPE} = 'IGNORE';
$| = 1;
print "ready\n";

sub order { open my $in, '<', $order_file or return 'pass'; my $word = <$in> // 'pass'; chomp $word; return $word }
sub drop { my ($socket) = @_; my $other = delete $peer{$socket} or return; delete $peer{$other}; delete @is_server{$socket, $other};
    $select->remove($socket, $other); close $socket; close $other }

while (1) {
    # While it stalls, data stays where it is; the list of orders is looked at now and then.
    my $stalled = order() eq 'stall';
    for my $socket ($stalled ? IO::Select->new($listener)->can_read(0.05) : $select->can_read(0.2)) {
        if ($socket == $listener) {
            my $client = $listener->accept or next;
            my $server = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $server_port) or do { close $client; next };
            ($peer{$client}, $peer{$server}) = ($server, $client);
            $is_server{$server} = 1;
            $select->add($client, $server);
            next;
        }
        my $other = $peer{$socket} or next;
        my $size = sysread $socket, my $data, 65536;
        if (!$size) { drop($socket); next }
        if ($is_server{$socket} && order() eq 'cut') { drop($socket); next }
        my $done = 0;
        while ($done < $size) { my $n = syswrite $other, $data, $size - $done, $done; last unless $n; $done += $n }
    }
}
