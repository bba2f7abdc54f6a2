#!/usr/bin/env perl
# How well v_price_anomalies finds what was injected: days of bazaars (build/tools/anomaly_days) go through record_prices and
# record_sales as agents send them, refresh_market runs behind each scan of the last day, which is today. A pair of item and kind
# is right when the item was tampered with in that way today. Prints precision, recall and F1 over all seeds; ci/bench-db calls it.
#
# Usage: anomalies.pl OPTION_FILE [FIRST_SEED [SEEDS [ITEMS [DAYS [TOLD]]]]]    910001, 3 seeds, 60 items, 6 days, 0.5
# Environment: WHY=1 tells of what was missed and of what was found wrongly
use strict;
use warnings;
use DBI;

my ($option_file, $first, $seeds, $items, $days, $told) = @ARGV;
$first //= 910001, $seeds //= 3, $items //= 60, $days //= 6, $told //= 0.5;
my $db = DBI->connect("DBI:mysql:database=playerbot;mysql_read_default_file=$option_file;mysql_read_default_group=client", undef, undef, { RaiseError => 1, PrintError => 0 });
$db->do($_) for "SET NAMES utf8mb4", "SET SESSION sql_mode = ''";
sub call { my ($sql, @v) = @_; my $s = $db->prepare($sql); $s->execute(@v); my $rows = $s->{NUM_OF_FIELDS} ? $s->fetchall_arrayref : []; 1 while $s->more_results; return $rows }
my $agent = call("CALL register_agent('anomalies', 'h', 'v')")->[0][0];
my @kinds = qw(honest spike dump wash);
my (%found, %missed, %wrong, $rows);
for my $n (0 .. $seeds - 1) {
    # A house for each seed. Today's scans come within what has passed of today, so that none lies in the future.
    my $house = 1 + $n % 250;
    my ($midnight, $passed) = $db->selectrow_array("SELECT UNIX_TIMESTAMP(UTC_DATE()), TIME_TO_SEC(UTC_TIME())");
    my $at_ms = sub { my ($day, $second) = @_; my $share = $day == $days - 1 ? ($passed + 1800) / 86400 : 1; return int(($midnight - ($days - 1 - $day) * 86400 + $second * ($share < 1 ? $share : 1)) * 1000) };
    my $batch = 1_000_000_000 * (1 + int(rand(1_000_000)));
    my (@prices, @sales, $scan, %scheme);
    my $send = sub {
        my ($day, $second) = @_;
        call("CALL record_sales(?, ?, ?, ?)", $agent, $batch++, $at_ms->($day, $second), '[' . join(',', @sales) . ']') if @sales;
        call("CALL record_prices(?, ?, ?, ?)", $agent, $batch++, $at_ms->($day, $second), '[' . join(',', @prices) . ']') if @prices;
        $rows += @sales + @prices;
        @prices = @sales = ();
        call("CALL refresh_market()") if $day == $days - 1;
    };
    open my $lines, '-|', 'build/tools/anomaly_days', $first + $n, $items, $days, $told or die "anomaly_days: $!\n";
    while (<$lines>) {
        my ($what, @v) = split;
        if ($what eq 'scan') { $send->(@$scan) if $scan; $scan = [@v] }
        elsif ($what eq 'price') { push @prices, "[$house,$v[0],$v[1],$v[2]]" }
        elsif ($what eq 'sale') {
            # What came with the scan before goes first, so that a sale is not told before it happened.
            if ($scan && $v[0] != $scan->[0]) { $send->(@$scan); call("CALL refresh_market()"); $scan = undef }
            push @sales, "[$house,$v[2],$v[3],$v[4],$v[5],$v[6],0]";
        }
        else { $scheme{ $v[0] } = $kinds[$v[1]] }
    }
    close $lines or die "anomaly_days ended badly\n";
    $send->(@$scan) if $scan;
    my %seen = map { ("$_->[0] $_->[1]" => $_) } @{ $db->selectall_arrayref('SELECT item_id, kind, seen, expected, score FROM v_price_anomalies WHERE day = UTC_DATE() AND house_id = ?', undef, $house) };
    for my $item (sort { $a <=> $b } keys %scheme) {
        for my $kind (@kinds[1 .. 3]) {
            my $hit = $seen{"$item $kind"};
            if ($scheme{$item} eq $kind) { ($hit ? \%found : \%missed)->{$kind}++ }
            elsif ($hit) { $wrong{$kind}++ }
            next unless $ENV{WHY} && !$hit != ($scheme{$item} ne $kind);
            printf "# seed %d, item %d, %s: %s %s\n", $first + $n, $item, $scheme{$item}, $hit ? 'wrongly' : 'missed', $hit ? "$kind, seen $hit->[2], expected $hit->[3], score $hit->[4]" : $kind;
        }
    }
}
call("CALL unregister_agent(?)", $agent);
printf "anomalies of %d seeds from %d, %d items, %d days before, %d rows recorded\n", $seeds, $first, $items, $days - 1, $rows;
printf "%-6s  %6s  %6s  %6s  %9s  %6s  %6s\n", 'kind', 'found', 'missed', 'wrong', 'precision', 'recall', 'F1';
my @sum = (0, 0, 0);
for my $kind (@kinds[1 .. 3], 'all') {
    my @c = $kind eq 'all' ? @sum : map { $_->{$kind} // 0 } \%found, \%missed, \%wrong;
    $sum[$_] += $c[$_] for $kind eq 'all' ? () : 0 .. 2;
    printf "%-6s  %6d  %6d  %6d  %9.3f  %6.3f  %6.3f\n", $kind, @c, $c[0] / ($c[0] + $c[2] || 1), $c[0] / ($c[0] + $c[1] || 1), 2 * $c[0] / (2 * $c[0] + $c[1] + $c[2] || 1);
}
