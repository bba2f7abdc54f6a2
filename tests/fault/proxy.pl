#!/usr/bin/env perl
# A TCP proxy between a test and its database server, told what to do through a file.
#
# Usage: tests/fault/proxy.pl PORT SERVER_PORT ORDER_FILE
# The file holds one order, read for each piece of data; it may be replaced at any time:
#   pass             passes everything on
#   cut              ends every connection when the server answers, before the answer is passed on
#   stall            passes nothing on, keeps the connections
#   cut N CALL       passes N bytes of the answer to the next execution of the procedure CALL on, then ends the connection
#   strip CALL       takes the result set out of the answer to the next execution of CALL: only its end is passed on
#   delay MS CALL    passes the answer to the next execution of CALL on so much later; other connections go on
# The last three happen once for each text of the order, and are told on standard output. They read the protocol, so the
# connection must be without TLS.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use Time::HiRes qw(time);

# Commands of the client, and how the packets of an answer begin.
use constant {PREPARE => 0x16, EXECUTE => 0x17, END_OF_ROWS => 0xFE, ERROR => 0xFF};

my ($port, $server_port, $order_file) = @ARGV;
my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 32, ReuseAddr => 1) or die "port $port: $!\n";
my $select = IO::Select->new($listener);
# For each of the two sockets of a connection: its peer. For the server's: what is known about the statements.
my (%peer, %link);
# Answers that wait: when they are due, from and to which socket, what.
my @late;
my $obeyed = '';
$SIG{PIPE} = 'IGNORE';
$| = 1;
print "ready\n";

sub order { open my $in, '<', $order_file or return 'pass'; my $word = <$in> // 'pass'; chomp $word; return $word }
sub drop { my ($socket) = @_; my $other = delete $peer{$socket} or return; delete $peer{$other}; delete @link{$socket, $other};
    $select->remove($socket, $other); close $socket; close $other }
sub send_all { my ($socket, $data) = @_; my $done = 0;
    while ($done < length $data) { my $n = syswrite $socket, $data, length($data) - $done, $done; last unless $n; $done += $n } }

# Takes whole packets out of a buffer.
sub packets {
    my ($buffer) = @_;
    my @packets;
    while (length $$buffer >= 4) {
        my $size = 4 + unpack 'V', substr($$buffer, 0, 3) . "\0";
        last if length $$buffer < $size;
        push @packets, substr $$buffer, 0, $size, '';
    }
    return @packets;
}

# What the client asks for: which procedure runs, and whether an order is for it.
sub read_client {
    my ($link, $data) = @_;
    $link->{asked} .= $data;
    for my $packet (packets(\$link->{asked})) {
        my $command = unpack 'x4 C', $packet;
        next unless defined $command && ord(substr $packet, 3, 1) == 0;
        @$link{qw(preparing plan)} = (undef, undef);
        $link->{preparing} = $1 if $command == PREPARE && substr($packet, 5) =~ /^CALL (\w+)/;
        next unless $command == EXECUTE;
        my ($call, $order) = ($link->{calls}{unpack 'x5 V', $packet} // '', order());
        next if $order eq $obeyed || $order !~ /^(?:cut (\d+)|delay (\d+)|strip) \Q$call\E$/;
        $obeyed = $order;
        $link->{plan} = {cut => $1, delay => $2, call => $call, answer => '', ends => 0};
    }
}

# An answer that an order is for. Returns what the client gets of it; undef: the connection ends after $$rest.
sub change_answer {
    my ($plan, $data, $rest) = @_;
    if (defined $plan->{cut}) {
        $$rest = substr $data, 0, $plan->{cut};
        print "cut $plan->{call} after ", length $$rest, ' of ', length $data, " bytes\n";
        return;
    }
    $plan->{answer} .= $data;
    my $passed = '';
    for my $packet (packets(\$plan->{answer})) {
        my $first = unpack 'x4 C', $packet;
        # Columns and rows each end with such a packet; what comes after is the end of the call.
        if ($plan->{ends} < 2 && $first != ERROR) {
            $plan->{ends}++ if $first == END_OF_ROWS && length $packet < 13;
            next;
        }
        substr($packet, 3, 1) = chr 1;
        $passed .= $packet;
        print "stripped $plan->{call}\n";
    }
    return $passed;
}

sub pass_answer {
    my ($socket, $other, $data) = @_;
    my $link = $link{$socket};
    if ($link->{preparing} && length $data >= 9 && ord(substr $data, 4, 1) == 0) {
        $link->{calls}{unpack 'x5 V', $data} = $link->{preparing};
        $link->{preparing} = undef;
    }
    if ($link->{plan}) {
        my $rest;
        if (defined $link->{plan}{delay}) {
            print "delayed $link->{plan}{call}\n";
            push @late, [time + $link->{plan}{delay} / 1000, $socket, $other, $data];
            $link->{plan} = undef;
            $select->remove($socket);
            return;
        }
        $data = change_answer($link->{plan}, $data, \$rest);
        if (!defined $data) { send_all($other, $rest); drop($socket); return }
    }
    send_all($other, $data);
}

sub send_late {
    my $now = time;
    my @due = grep { $_->[0] <= $now } @late;
    @late = grep { $_->[0] > $now } @late;
    for my $answer (@due) {
        my (undef, $socket, $other, $data) = @$answer;
        next unless $peer{$socket};
        send_all($other, $data);
        $select->add($socket);
    }
}

while (1) {
    send_late();
    # While it stalls, data stays where it is; the list of orders is looked at now and then.
    my $stalled = order() eq 'stall';
    for my $socket ($stalled ? IO::Select->new($listener)->can_read(0.05) : $select->can_read(@late ? 0.02 : 0.2)) {
        if ($socket == $listener) {
            my $client = $listener->accept or next;
            my $server = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $server_port) or do { close $client; next };
            ($peer{$client}, $peer{$server}) = ($server, $client);
            $link{$server} = {asked => '', calls => {}};
            $select->add($client, $server);
            next;
        }
        my $other = $peer{$socket} or next;
        my $size = sysread $socket, my $data, 65536;
        if (!$size) { drop($socket); next }
        if ($link{$socket}) {
            if (order() eq 'cut') { drop($socket); next }
            pass_answer($socket, $other, $data);
        } else {
            read_client($link{$other}, $data);
            send_all($other, $data);
        }
    }
}
