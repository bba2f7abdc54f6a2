#!/usr/bin/env perl
# Benchmarks of the agent library: runs build/bench/agent and build/host/bench_host, pairs what is compared, prints a table and
# writes JSON. ci/bench-agent starts the server and calls it.
#
# Usage: tests/bench/agent.pl SOCKET AGENT_ID CONFIG JSON_FILE
use strict;
use warnings;
use JSON::PP;

my ($socket, $agent, $config, $json_file) = @ARGV;
my $pairs = $ENV{BENCH_PAIRS} || 15;
my @results;

sub run { open my $in, '-|', @_ or die "$_[0]: $!\n"; my @lines = map { chomp; [split ' ', $_, 2] } <$in>; close $in or die "@_ failed\n"; return @lines }
sub sample { my ($mode, @more) = @_; my ($line) = run('build/bench/agent', $socket, $agent, $mode, @more); return $line->[1] }
sub median { my @v = sort { $a <=> $b } @_; return @v % 2 ? $v[@v / 2] : ($v[@v / 2 - 1] + $v[@v / 2]) / 2 }
# Interval of the median by order statistics (binomial), at least 95 %.
sub interval {
    my @v = sort { $a <=> $b } @_;
    my ($n, $k, $tail, $term) = (scalar @v, 0, 0, 0.5 ** @v);
    while (1) { $tail += $term; last if 2 * $tail > 0.05; $k++; $term *= ($n - $k + 1) / $k }
    return $k ? ($v[$k - 1], $v[$n - $k]) : ($v[0], $v[-1]);
}
sub row {
    my ($name, $unit, $target, @values) = @_;
    my ($low, $high) = interval(@values);
    my $median = median(@values);
    # At least or at most; missed only when the whole interval is beyond it.
    my ($sign, $bound) = ($target // '') =~ /^([<>]=)(.+)/;
    my $verdict = !$sign ? '' : $sign eq '>=' ? ($high < $bound ? 'missed' : 'reached') : ($low > $bound ? 'missed' : 'reached');
    printf "%-46s %12.2f  [%.2f, %.2f] %-14s %-10s %s\n", $name, $median, $low, $high, $unit, $target // '', $verdict;
    push @results, { name => $name, unit => $unit, median => $median, low => $low, high => $high, samples => scalar @values, target => $target, verdict => $verdict };
}

printf "%-46s %12s  %s\n", 'figure', 'median', "[95 % interval]   $pairs interleaved pairs";
for my $connections (1, 4, 8) {
    my (@ratio, @same, @rate);
    for (1 .. $pairs) {
        my ($async, $blocking, $again) = (sample('async', $connections), sample('blocking', $connections), sample('blocking', $connections));
        push @ratio, $async / $blocking;
        push @same, $again / $blocking;
        push @rate, $async;
    }
    row("requests, asynchronous / blocking, $connections connections", 'ratio', '>=1.0', @ratio);
    row('  A/A: blocking / blocking', 'ratio', undef, @same);
    row('  asynchronous', 'per second', undef, @rate);
}
my %tick;
for (1 .. int(($pairs + 2) / 3)) { push @{ $tick{ $_->[0] } }, $_->[1] for run('build/bench/agent', $socket, $agent, 'tick') }
row('tick, submit one of 10,000 requests', 'ns', '<=100', @{ $tick{submit_ns} });
row('tick, deliver one of 10,000 answers', 'ns', '<=100', @{ $tick{deliver_ns} });
row('tick with 10,000 outstanding, none answered', 'ns', undef, @{ $tick{idle_tick_ns} });
my %check;
push @{ $check{ $_->[0] } }, $_->[1] for run('build/bench/agent', $socket, $agent, 'check');
row('limit check, account below its limit', 'ns', '<=50', @{ $check{check_ns} });
row('limit check, full account (log off)', 'ns', '<=50', @{ $check{check_full_ns} });
row('limit check, no bot account', 'ns', '<=50', @{ $check{check_unknown_ns} });
row('limit cache per account', 'bytes', undef, @{ $check{limit_bytes_per_account} });
my %memory;
push @{ $memory{ $_->[0] } }, $_->[1] for run('build/bench/agent', $socket, $agent, 'memory');
row("session without state, of $_", 'bytes', undef, @{ $memory{"hibernated_bytes_$_"} }) for 100, 1000, 5000, 100000;
row('and with a state of 1 KiB, beside it', 'bytes', undef, @{ $memory{active_extra_bytes} });
my %host;
for (1 .. $pairs) { push @{ $host{ $_->[0] } }, $_->[1] for run('build/host/bench_host', $config, 50000) }
row('start to 5,000 leased accounts with sessions', 'ms', '<=2000', @{ $host{start_ms} });
row('writing 5,000 changed states of 1 KiB', 'ms', undef, @{ $host{flush_ms} });
row('  longest tick meanwhile', 'us of CPU', undef, @{ $host{flush_longest_tick_us} });
row('5,000 sessions, 4,500 hibernated: sessions', 'bytes', undef, @{ $host{session_bytes} });
row('  the whole handle', 'bytes', undef, @{ $host{handle_bytes} });
row('  left after pb_close', 'bytes', '<=0', @{ $host{left_bytes} });
die "not 5,000 accounts were leased\n" if grep { $_ != 5000 } @{ $host{leased} };
open my $out, '>', $json_file or die "$json_file: $!\n";
print $out JSON::PP->new->pretty->canonical->encode(\@results);
