#!/usr/bin/env perl
# Report of the integration test workflow: judges the steps that ci/stress ran, writes report.md and report.html beside them.
# Exit code 1 when a check failed.
#
# Usage: tests/stress/report.pl FOLDER     with steps.json, a line of JSON for each step
use strict;
use warnings;
use JSON::PP;

my ($folder) = @ARGV;
open my $in, '<', "$folder/steps.json" or die "$folder/steps.json: $!\n";
my @steps = map { decode_json($_) } <$in>;
close $in;
my (@checks, @rows, %faults_of);

sub check { my ($step, $name, $ok, $seen) = @_; push @checks, { step => "$step->{step}, $step->{bots} bots", phase => $step->{phase}, name => $name, ok => $ok ? 1 : 0, seen => $seen } }
sub measure { my ($step, $name, $value, $unit) = @_; push @rows, [$step->{phase}, $step->{step}, $step->{bots}, $name, $value, $unit] }
sub most { my $most = 0; for (@_) { $most = $_ if $_ > $most } return $most }
sub hits { my ($figures, $cache) = @_; my $all = $figures->{"${cache}_hits"} + $figures->{"${cache}_misses"}; return $all ? 100 * $figures->{"${cache}_hits"} / $all : 0 }

for my $s (@steps) {
    check($s, 'no invariant broke (items, bags, money, quest states)', $s->{exit} == 0, "exit code $s->{exit}");
    next unless $s->{realm};
    my ($realm, $systems) = ($s->{realm}, $s->{systems});
    my $hours = $s->{bots} * $s->{seconds} / 3600;
    check($s, 'every bot is in the world', $s->{online} == $s->{bots}, "$s->{online} of $s->{bots}");
    check($s, 'no event was lost', $realm->{events_lost} == 0, $realm->{events_lost});
    if ($s->{phase} == 1 && $s->{step} eq 'quest') {
        measure($s, 'quests accepted', sprintf('%.2f', $realm->{quests_accepted} / $hours), 'per bot and hour');
        measure($s, 'quests turned in', sprintf('%.2f', $realm->{quests_rewarded} / $hours), 'per bot and hour');
        measure($s, 'completion time', $realm->{quests_rewarded} ? sprintf('%.0f', 3600 * $hours / $realm->{quests_rewarded}) : 'none was completed', "s of a bot's time for a quest");
        measure($s, 'quest system', sprintf('%.4f', $systems->{quest}{cpu_us} / 1e4 / $s->{seconds}), '% of a core');
    }
    if ($s->{phase} == 1 && $s->{step} eq 'inventory') {
        measure($s, 'loot taken', sprintf('%.2f', $realm->{loot_taken} / $hours), 'items per bot and hour');
        measure($s, 'step of the inventory system, p50 and p99', "$systems->{inventory}{p50_ns}, $systems->{inventory}{p99_ns}", 'ns');
        measure($s, 'items put on', sprintf('%.2f', $realm->{items_equipped} / $hours), 'per bot and hour');
        measure($s, 'upgrades whose value was known', sprintf('%.1f', hits($systems->{inventory}{figures}, 'upgrades')), '%');
        measure($s, 'memory of the inventory system', sprintf('%.0f', $systems->{inventory}{bytes} / $s->{bots}), 'bytes per bot');
    }
    if ($s->{phase} <= 3) {
        measure($s, 'CPU, without the realm', sprintf('%.3f', $s->{cpu_percent}), '% of a core');
        for my $name (sort keys %$systems) {
            my $y = $systems->{$name};
            next unless $y->{enabled} && $y->{updates};
            # A step that the machine interrupted for long counts as an overrun and as an error; it is a measure.
            check($s, "$name: made no errors beside overruns", $y->{errors} <= $y->{overruns}, "$y->{errors}, overruns $y->{overruns}");
            check($s, "$name: no step later than stated", $y->{max_age_ms} <= $y->{stated_age_ms}, "$y->{max_age_ms} ms, stated $y->{stated_age_ms}");
        }
    }
    if ($s->{phase} == 2 || $s->{phase} == 3) {
        measure($s, 'tick p50, p99, max, of the last third', "$s->{tick_p50_us}[2], $s->{tick_p99_us}[2], $s->{tick_max_us}[2]", 'us');
        measure($s, 'resident memory, without the realm', sprintf('%.0f', $s->{rss_bytes_per_bot} - $s->{realm_bytes_per_bot}), 'bytes per bot');
        measure($s, 'memory of the realm', sprintf('%.0f', $s->{realm_bytes_per_bot}), 'bytes per bot');
        measure($s, 'latest step of any system', most(map { $_->{max_age_ms} } values %$systems), 'ms');
        measure($s, 'longest time without experience', $s->{longest_stall_s}, 's');
    }
    if ($s->{phase} == 3) {
        my $overruns = 0;
        $overruns += $_->{overruns} for values %$systems;
        measure($s, 'overruns', $overruns, 'steps');
        my ($first, $last) = @{ $s->{cpu_ns_per_bot_s} }[0, 2];
        measure($s, 'cost of a bot, last third against first', sprintf('%.2f', $last / $first), 'ratio');
        measure($s, 'errors', sprintf('%.4f', 100 * eval { my ($e, $u) = (0, 0); for (values %$systems) { $e += $_->{errors}; $u += $_->{updates} } $u ? $e / $u : 0 }), '% of updates');
        check($s, 'its cost does not grow with time: at most 1.5 times', $last <= 1.5 * $first, sprintf('%.2f', $last / $first));
    }
    if ($s->{phase} == 4) {
        measure($s, 'faults injected', $s->{step} eq 'store' ? $s->{refused} : $s->{injected}, $s->{step} eq 'store' ? 'saves refused' : 'steps');
        measure($s, 'bots waiting or degraded: before, during, after', join(', ', @{ $s->{faulty} }), 'bots');
        measure($s, 'recovered after', $s->{recovered_s}, 's');
        measure($s, 'tick p99: before, during, after', join(', ', @{ $s->{tick_p99_us} }), 'us');
        check($s, 'faults were injected', ($s->{step} eq 'store' ? $s->{refused} : $s->{injected}) > 0, $s->{step} eq 'store' ? $s->{refused} : $s->{injected});
        check($s, 'recovered before the end', $s->{recovered_s} >= 0, "$s->{recovered_s} s");
        check($s, 'other systems made no errors', !(grep { $_ ne 'quest' && $systems->{$_}{errors} } keys %$systems), 'quest alone was made to fail');
        check($s, 'saves went on after the outage', $s->{saves}[2] > $s->{saves}[1], join(', ', @{ $s->{saves} })) if $s->{step} eq 'store';
        check($s, 'bots were made to wait, not tried in every turn', $s->{faulty}[1] > $s->{faulty}[0], join(', ', @{ $s->{faulty} })) if $s->{step} eq 'errors_all';
        check($s, 'every error was counted', $systems->{quest}{errors} >= $s->{injected}, "$systems->{quest}{errors} of $s->{injected}") if $s->{step} =~ /^(errors|broken)/;
    }
}
my $failed = grep { !$_->{ok} } @checks;
my %phase = (1 => 'Phase 1: single systems', 2 => 'Phase 2: all systems', 3 => 'Phase 3: stress', 4 => 'Phase 4: injected failures');
my $verdict = $failed ? "$failed of " . @checks . ' checks failed' : 'all ' . @checks . ' checks passed';
my @absent = (['trade', 'completion rate, security validation, latency'], ['auction', 'market scan time, bid success rate, cache efficiency']);

open my $md, '>', "$folder/report.md" or die "$folder/report.md: $!\n";
print $md "# Integration test workflow\n\n$verdict.\n";
for my $p (sort keys %phase) {
    print $md "\n## $phase{$p}\n\n| step | bots | measure | value | unit |\n|---|---:|---|---:|---|\n";
    print $md "| $_->[1] | $_->[2] | $_->[3] | $_->[4] | $_->[5] |\n" for grep { $_->[0] == $p } @rows;
    print $md "| $_->[0] | | $_->[1] | not built yet | |\n" for $p == 1 ? @absent : ();
    my @of = grep { $_->{phase} == $p } @checks;
    printf $md "\n%d of %d checks passed.\n", scalar(grep { $_->{ok} } @of), scalar @of;
    print $md "- FAILED: $_->{step}: $_->{name} ($_->{seen})\n" for grep { !$_->{ok} } @of;
}
close $md;

# A line over the number of bots, both axes logarithmic.
sub plot {
    my ($title, $unit, @points) = @_;
    @points = sort { $a->[0] <=> $b->[0] } grep { $_->[1] > 0 } @points;
    return '' if @points < 2;
    my ($x0, $x1) = (log $points[0][0], log $points[-1][0]);
    my @y = sort { $a <=> $b } map { log $_->[1] } @points;
    my ($y0, $y1) = ($y[0] - 0.2, $y[-1] + 0.2);
    my @at = map { [40 + 400 * (log($_->[0]) - $x0) / ($x1 - $x0), 190 - 160 * (log($_->[1]) - $y0) / ($y1 - $y0), @$_] } @points;
    my $line = join ' ', map { sprintf '%.1f,%.1f', @$_[0, 1] } @at;
    my $marks = join '', map { sprintf '<circle cx="%.1f" cy="%.1f" r="3"/><text x="%.1f" y="%.1f">%.4g</text><text x="%.1f" y="212">%d</text>', $_->[0], $_->[1], $_->[0] - 10, $_->[1] - 8, $_->[3], $_->[0] - 12, $_->[2] } @at;
    return "<h3>$title, $unit, by bots</h3><svg width=\"500\" height=\"220\" font-size=\"11\"><polyline points=\"$line\" fill=\"none\" stroke=\"#36c\" stroke-width=\"2\"/>$marks</svg>\n";
}
sub text { my ($t) = @_; $t =~ s/&/&amp;/g; $t =~ s/</&lt;/g; return $t }

my @all = grep { $_->{phase} == 2 && $_->{realm} } @steps;
open my $html, '>', "$folder/report.html" or die "$folder/report.html: $!\n";
print $html "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Integration test workflow</title><style>body{font:14px sans-serif;margin:2em}td,th{padding:2px 8px;border-bottom:1px solid #ddd;text-align:left}.no{color:#b00}</style><h1>Integration test workflow</h1><p>$verdict.</p>\n";
print $html plot('Tick p99', 'us', map { [$_->{bots}, $_->{tick_p99_us}[2]] } @all), plot('CPU without the realm', '% of a core', map { [$_->{bots}, $_->{cpu_percent}] } @all),
    plot('Resident memory per bot', 'bytes', map { [$_->{bots}, $_->{rss_bytes_per_bot}] } @all);
for my $p (sort keys %phase) {
    print $html "<h2>$phase{$p}</h2><table><tr><th>step<th>bots<th>measure<th>value<th>unit</tr>\n";
    print $html '<tr>', (map { '<td>' . text($_) } @$_[1 .. 5]), "</tr>\n" for grep { $_->[0] == $p } @rows;
    print $html "<tr><td>$_->[0]<td><td>$_->[1]<td>not built yet<td></tr>\n" for $p == 1 ? @absent : ();
    print $html "</table><h3>Checks</h3><table><tr><th>step<th>check<th>seen<th></tr>\n";
    print $html '<tr' . ($_->{ok} ? '' : ' class="no"') . '>', (map { '<td>' . text($_) } @$_{qw(step name seen)}), '<td>', ($_->{ok} ? 'passed' : 'FAILED'), "</tr>\n" for grep { $_->{phase} == $p } @checks;
    print $html "</table>\n";
}
close $html;
print "FAILED: phase $_->{phase}: $_->{step}: $_->{name} ($_->{seen})\n" for grep { !$_->{ok} } @checks;
print "$verdict; $folder/report.md, $folder/report.html\n";
exit($failed ? 1 : 0);
