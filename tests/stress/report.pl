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
my (@checks, @rows, @skipped, %named);

sub check { my ($step, $name, $ok, $seen) = @_; push @checks, { step => "$step->{step}, $step->{bots} bots", phase => $step->{phase}, name => $name, ok => $ok ? 1 : 0, seen => $seen } }
sub measure { my ($step, $name, $value, $unit) = @_; push @rows, [$step->{phase}, $step->{step}, $step->{bots}, $name, $value, $unit] }
# A measure that section 12 of game-systems.md names: listed by that name too, with its value for each number of bots.
sub named { my ($step, $item, $name, $value, $unit) = @_; push @{ $named{$item} }, [$step->{bots}, "$name: $value $unit", $step->{step}]; measure($step, $name, $value, $unit) }
my @section_12 = (
    [1, 'Quest system', 'Quest acceptance rate'], [1, 'Quest system', 'Completion time'], [1, 'Quest system', 'CPU usage'],
    [1, 'Inventory system', 'Loot handling speed'], [1, 'Inventory system', 'Equipment optimization'], [1, 'Inventory system', 'Memory usage'],
    [1, 'Trade system', 'Trade completion rate'], [1, 'Trade system', 'Security validation'], [1, 'Trade system', 'Latency'],
    [1, 'Auction system', 'Market scan time'], [1, 'Auction system', 'Bid success rate'], [1, 'Auction system', 'Cache efficiency'],
    [2, 'All systems', 'Total CPU usage'], [2, 'All systems', 'Memory footprint'], [2, 'All systems', 'Update coordination'],
    [3, 'Stress', 'System stability'], [3, 'Stress', 'Performance degradation'], [3, 'Stress', 'Error rates'],
    [4, 'Failures', 'Error handling'], [4, 'Failures', 'Circuit breakers'], [4, 'Failures', 'Graceful degradation']);
sub most { my $most = 0; for (@_) { $most = $_ if $_ > $most } return $most }
sub hits { my ($figures, $cache) = @_; my $all = $figures->{"${cache}_hits"} + $figures->{"${cache}_misses"}; return $all ? 100 * $figures->{"${cache}_hits"} / $all : 0 }

for my $s (@steps) {
    if ($s->{skipped}) { push @skipped, "$s->{step}, $s->{bots} bots: $s->{skipped}"; next }
    if ($s->{economy}) {
        my ($first, $last) = @{ $s->{hours} }[1, -1];
        my $whole = $s->{economy};
        my ($created, $destroyed, $moved) = (0, 0, 0);
        for (values %{ $last->{gold} }) { $created += $_->[0]; $destroyed += $_->[1]; $moved += $_->[2] }
        measure($s, 'gold created, destroyed, moved', "$created, $destroyed, $moved", 'copper');
        measure($s, 'in purses at the end', $last->{purses}, 'copper');
        measure($s, "index of prices after $last->{hour} h, of the market and in truth", "$last->{index}, $last->{true_index}", "of $last->{index_items} things, 1 after 2 h");
        measure($s, 'sales that became known, and their volume', "$last->{sales}, $last->{volume}", 'sales, copper');
        measure($s, 'trades', $last->{trades}, 'trades');
        check($s, 'every copper is accounted for', $s->{exit} == 0 && $whole->{is_conserved}, $s->{exit} ? "exit code $s->{exit}" : 'conserved');
        check($s, 'bots trade with each other and in the auction houses', $last->{trades} > 0 && $last->{auctions} > 0 && $last->{gold}{auction}, "$last->{trades} trades, $last->{auctions} auctions");
        next;
    }
    if ($s->{checks}) {
        measure($s, @$_) for @{ $s->{measures} };
        check($s, @$_) for @{ $s->{checks} };
        push @{ $named{'Error handling'} }, [$s->{bots}, scalar(grep { $_->[1] } @{ $s->{checks} }) . ' of ' . @{ $s->{checks} } . ' checks passed', $s->{step}];
        next;
    }
    check($s, 'no invariant broke (items, bags, money, quest states, progress)', $s->{exit} == 0, "exit code $s->{exit}");
    next unless $s->{realm};
    my ($realm, $systems) = ($s->{realm}, $s->{systems});
    my $hours = $s->{bots} * $s->{seconds} / 3600;
    check($s, 'every bot is in the world', $s->{online} == $s->{bots}, "$s->{online} of $s->{bots}");
    check($s, 'no event was lost', $realm->{events_lost} == 0, $realm->{events_lost});
    if ($s->{phase} == 1 && $s->{step} eq 'quest') {
        named($s, 'Quest acceptance rate', 'quests accepted', sprintf('%.2f', $realm->{quests_accepted} / $hours), 'per bot and hour');
        measure($s, 'quests turned in', sprintf('%.2f', $realm->{quests_rewarded} / $hours), 'per bot and hour');
        named($s, 'Completion time', 'completion time', $realm->{quests_rewarded} ? sprintf('%.0f', 3600 * $hours / $realm->{quests_rewarded}) : 'none was completed', "s of a bot's time for a quest");
        named($s, 'CPU usage', 'quest system', sprintf('%.4f', $systems->{quest}{cpu_us} / 1e4 / $s->{seconds}), '% of a core');
    }
    if ($s->{phase} == 1 && $s->{step} eq 'inventory') {
        named($s, 'Loot handling speed', 'loot taken', sprintf('%.2f', $realm->{loot_taken} / $hours), 'items per bot and hour');
        named($s, 'Loot handling speed', 'step of the inventory system, p50 and p99', "$systems->{inventory}{p50_ns}, $systems->{inventory}{p99_ns}", 'ns');
        named($s, 'Equipment optimization', 'items put on', sprintf('%.2f', $realm->{items_equipped} / $hours), 'per bot and hour');
        named($s, 'Equipment optimization', 'upgrades whose value was known', sprintf('%.1f', hits($systems->{inventory}{figures}, 'upgrades')), '%');
        named($s, 'Memory usage', 'memory of the inventory system', sprintf('%.0f', $systems->{inventory}{bytes} / $s->{bots}), 'bytes per bot');
    }
    if ($s->{phase} == 1 && $s->{step} eq 'trade') {
        my $f = $systems->{trade}{figures};
        my $ended = $f->{completed} + $f->{cancelled} + $f->{withdrawn} + $f->{timed_out};
        named($s, 'Trade completion rate', 'trades that were done', $ended ? sprintf('%.1f', 100 * $f->{completed} / $ended) : 'none ended', "% of $ended");
        named($s, 'Security validation', 'requests refused, offers not accepted, changed after an accept', "$f->{refused}, $f->{unfair}, $f->{changed_after_accept}", 'times');
        named($s, 'Security validation', 'trades without word of their end', $f->{lost}, 'trades');
        named($s, 'Latency', 'from the request to the end', $f->{completed} ? sprintf('%.2f', $f->{duration} / 1000 / $f->{completed}) : 'none was done', 's');
        check($s, 'no trade ended without word of it', $f->{lost} == 0, $f->{lost});
    }
    if ($s->{phase} == 1 && $s->{step} eq 'auction') {
        my $f = $systems->{auction}{figures};
        my $tries = $f->{bids} + $f->{bought};
        named($s, 'Market scan time', 'step of the auction system (a page of 64, a thing posted, a wish), p50 and p99', "$systems->{auction}{p50_ns}, $systems->{auction}{p99_ns}", 'ns');
        named($s, 'Market scan time', 'pages read, houses read to their end, auctions known', "$f->{pages}, $f->{scans}, $f->{known}", '');
        named($s, 'Bid success rate', 'bids and buyouts that brought the thing', $tries ? sprintf('%.0f', 100 * ($f->{won} > $tries ? $tries : $f->{won}) / $tries) : 'none was placed', "% of $tries");
        named($s, 'Cache efficiency', 'look-ups of auctions that found one', sprintf('%.1f', hits($f, 'offers')), '%');
        measure($s, 'posted, sold, came back', "$f->{posted}, $f->{sold}, $f->{expired}", 'auctions');
        check($s, 'houses are read to their end', $f->{scans} > 0 && $f->{known} > 0, "$f->{scans} scans, $f->{known} auctions");
        check($s, 'bots post auctions', $f->{posted} > 0, $f->{posted}) if $s->{bots} >= 500;
    }
    if ($s->{phase} <= 3) {
        $s->{phase} == 2 ? named($s, 'Total CPU usage', 'CPU, without the realm', sprintf('%.3f', $s->{cpu_percent}), '% of a core') : measure($s, 'CPU, without the realm', sprintf('%.3f', $s->{cpu_percent}), '% of a core');
        for my $name (sort keys %$systems) {
            my $y = $systems->{$name};
            next unless $y->{enabled} && $y->{updates};
            # A step that the machine interrupted for long counts as an overrun and as an error; it is a measure.
            check($s, "$name: made no errors beside overruns", $y->{errors} <= $y->{overruns}, "$y->{errors}, overruns $y->{overruns}");
            check($s, "$name: no step later than stated", $y->{max_age_ms} <= $y->{stated_age_ms}, "$y->{max_age_ms} ms, stated $y->{stated_age_ms}");
        }
    }
    if ($s->{phase} == 2 || $s->{phase} == 3) {
        my $late = most(map { $_->{max_age_ms} } values %$systems);
        my $bytes = sprintf '%.0f', $s->{rss_bytes_per_bot} - $s->{realm_bytes_per_bot};
        measure($s, 'tick p50, p99, max, of the last third', "$s->{tick_p50_us}[2], $s->{tick_p99_us}[2], $s->{tick_max_us}[2]", 'us');
        measure($s, 'memory of the realm', sprintf('%.0f', $s->{realm_bytes_per_bot}), 'bytes per bot');
        if ($s->{phase} == 2) {
            named($s, 'Memory footprint', 'resident memory, without the realm', $bytes, 'bytes per bot');
            named($s, 'Update coordination', 'updates', sprintf('%.2f', $s->{updates_per_s} / $s->{bots}), 'per bot and second');
            named($s, 'Update coordination', 'latest step of any system', $late, 'ms');
        } else {
            measure($s, 'resident memory, without the realm', $bytes, 'bytes per bot');
            measure($s, 'latest step of any system', $late, 'ms');
        }
        measure($s, 'longest time without experience', $s->{longest_gain_s}, 's');
    }
    if ($s->{phase} <= 3 && $s->{stated_stall_s}) {
        measure($s, 'longest time without progress', $s->{longest_stall_s}, "s, stated: $s->{stated_stall_s}");
        check($s, 'no bot without progress beyond the stated time', $s->{longest_stall_s} <= $s->{stated_stall_s}, "$s->{longest_stall_s} s, stated $s->{stated_stall_s} s");
    }
    if ($s->{phase} == 3) {
        my ($overruns, $errors, $updates) = (0, 0, 0);
        for (values %$systems) { $overruns += $_->{overruns}; $errors += $_->{errors}; $updates += $_->{updates} }
        my ($first, $last) = @{ $s->{cpu_ns_per_bot_s} }[0, 2];
        named($s, 'System stability', 'bots in the world at the end', "$s->{online} of $s->{bots} after $s->{seconds}", 's');
        named($s, 'System stability', 'steps that overran', $overruns, "of $updates");
        named($s, 'Performance degradation', 'cost of a bot, last third against first', sprintf('%.2f', $last / $first), 'ratio');
        named($s, 'Error rates', 'errors', sprintf('%.5f', $updates ? 100 * $errors / $updates : 0), '% of updates');
        check($s, 'its cost does not grow with time: at most 1.5 times', $last <= 1.5 * $first, sprintf('%.2f', $last / $first));
    }
    if ($s->{phase} == 4) {
        my $store = $s->{step} eq 'store';
        my $injected = $store ? $s->{refused} : $s->{injected};
        my $m = $s->{most_by_fault};
        measure($s, 'faults injected', $injected, $store ? 'saves refused' : 'steps');
        named($s, 'Error handling', 'errors counted', $systems->{quest}{errors}, 'steps');
        named($s, 'Error handling', 'recovered after', $s->{recovered_s}, 's');
        named($s, 'Circuit breakers', 'bots at most in retry, backoff, open, half open', "$m->{retry}, $m->{backoff}, $m->{open}, $m->{half_open}", 'bots');
        named($s, 'Circuit breakers', 'the system rested as a whole', $s->{rested_s}, 's');
        measure($s, 'bots waiting or degraded: before, during, after', join(', ', @{ $s->{faulty} }), 'bots');
        named($s, 'Graceful degradation', 'bots at most degraded, disabled', "$m->{degraded}, $m->{disabled}", 'bots');
        named($s, 'Graceful degradation', 'tick p99: before, during, after', join(', ', @{ $s->{tick_p99_us} }), 'us');
        named($s, 'Graceful degradation', 'step p99 of other systems: before, during, after', join(', ', @{ $s->{others_p99_ns} }), 'ns');
        check($s, 'faults were injected', $injected > 0, $injected);
        check($s, 'recovered before the end', $s->{recovered_s} >= 0, "$s->{recovered_s} s");
        check($s, 'other systems made no errors beside overruns', !(grep { $_ ne 'quest' && $systems->{$_}{errors} > $systems->{$_}{overruns} } keys %$systems), 'quest alone was made to fail');
        check($s, 'saves went on after the outage', $s->{saves}[2] > $s->{saves}[1], join(', ', @{ $s->{saves} })) if $store;
        check($s, 'bots were made to wait, not tried in every turn', $s->{faulty}[1] > $s->{faulty}[0], join(', ', @{ $s->{faulty} })) if $s->{step} eq 'errors_all';
        check($s, 'circuits opened, and the system rested as a whole', $m->{open} > 0 && $s->{rested_s} > 0, "$m->{open} bots, $s->{rested_s} s") if $s->{step} eq 'errors_all';
        check($s, 'bots were degraded or switched off, as many as were broken', $m->{degraded} + $m->{disabled} >= $s->{bots} / 100, "$m->{degraded}, $m->{disabled}") if $s->{step} eq 'broken';
        check($s, 'every error was counted', $systems->{quest}{errors} >= $s->{injected}, "$systems->{quest}{errors} of $s->{injected}") if $s->{step} =~ /^(errors|broken)/;
        if ($s->{budget_us}) {
            my @late = grep { $systems->{$_}{max_age_ms} > $systems->{$_}{stated_age_ms} } sort keys %$systems;
            measure($s, 'ticks over the budget by a twentieth: before, during, after', join(', ', @{ $s->{over_budget} }), 'ticks');
            measure($s, 'turns cut: before, during, after', join(', ', @{ $s->{cut} }), 'turns');
            named($s, 'Graceful degradation', 'latest step of another system: before, during, after', join(', ', @{ $s->{others_max_age_ms} }), 'ms');
            check($s, 'the budget cut', $s->{cut}[1] > 0, join(', ', @{ $s->{cut} }));
            check($s, 'no step later than stated', !@late, @late ? "late: @late" : 'none late');
            # Steps are not divided: where one, with its fault and all that it states, is far dearer than the whole budget, a tick has one.
            my ($limit, $within) = $s->{budget_us} >= 300 ? (1.1 * $s->{budget_us}, 'a tenth of the budget') : ($s->{budget_us} + $s->{step_us}, 'one step of the budget');
            check($s, "tick p99 within $within", $s->{tick_p99_us}[1] <= $limit, "$s->{tick_p99_us}[1] us, budget $s->{budget_us} us, a step $s->{step_us} us");
        }
    }
}
my $failed = grep { !$_->{ok} } @checks;
my %phase = (1 => 'Phase 1: single systems', 2 => 'Phase 2: all systems', 3 => 'Phase 3: stress', 4 => 'Phase 4: injected failures');
my $verdict = $failed ? "$failed of " . @checks . ' checks failed' : 'all ' . @checks . ' checks passed';

# The measures of section 12 by name; what was not built is said to be so.
sub value_of {
    my ($item) = @_;
    my @of = @{ $named{$item} // [] };
    return 'not measured: no step of it ran, or there is no such system' if !@of;
    my $most = (sort { $b <=> $a } map { $_->[0] } @of)[0];
    return join '; ', map { ($_->[2] =~ /^(?:quest|inventory|all)$/ ? '' : "$_->[2]: ") . $_->[1] } grep { $_->[0] == $most } @of;
}
sub bots_of { my ($item) = @_; my @of = @{ $named{$item} // [] }; return @of ? (sort { $b <=> $a } map { $_->[0] } @of)[0] : '' }

open my $md, '>', "$folder/report.md" or die "$folder/report.md: $!\n";
print $md "# Integration test workflow\n\n$verdict.\n\n## The measures of game-systems.md, section 12\n\nWith the most bots of their step; the phases below have all.\n\n| phase | of | measure | bots | value |\n|---|---|---|---:|---|\n";
print $md "| $_->[0] | $_->[1] | $_->[2] | " . bots_of($_->[2]) . ' | ' . value_of($_->[2]) . " |\n" for @section_12;
print $md "\nSkipped: $_\n" for @skipped;
for my $p (sort keys %phase) {
    print $md "\n## $phase{$p}\n\n| step | bots | measure | value | unit |\n|---|---:|---|---:|---|\n";
    print $md "| $_->[1] | $_->[2] | $_->[3] | $_->[4] | $_->[5] |\n" for grep { $_->[0] == $p } @rows;
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
# Lines over hours, of one or two series.
sub plot_hours {
    my ($title, $unit, $hours, @of) = @_;
    my @colours = ('#36c', '#c63');
    my @values = map { my $of = $_; map { $of->[1]->($_) } @$hours } @of;
    my ($least, $most) = (sort { $a <=> $b } @values)[0, -1];
    return '' if @$hours < 2;
    my $span = $most > $least ? $most - $least : 1;
    my $lines = '';
    for my $k (0 .. $#of) {
        my @at = map { sprintf '%.1f,%.1f', 60 + 400 * $_ / $#$hours, 190 - 160 * ($of[$k][1]->($hours->[$_]) - $least) / $span } 0 .. $#$hours;
        $lines .= "<polyline points=\"@at\" fill=\"none\" stroke=\"$colours[$k]\" stroke-width=\"2\"/><text x=\"" . (70 + 200 * $k) . "\" y=\"14\" fill=\"$colours[$k]\">$of[$k][0]</text>";
    }
    return "<h3>$title, $unit, by hours</h3><svg width=\"500\" height=\"220\" font-size=\"11\">$lines" . sprintf('<text x="0" y="194">%.4g</text><text x="0" y="34">%.4g</text><text x="56" y="212">%d</text><text x="450" y="212">%d h</text></svg>', $least, $most, $hours->[0]{hour}, $hours->[-1]{hour}) . "\n";
}
sub text { my ($t) = @_; $t =~ s/&/&amp;/g; $t =~ s/</&lt;/g; return $t }

my @all = grep { $_->{phase} == 2 && $_->{realm} } @steps;
open my $html, '>', "$folder/report.html" or die "$folder/report.html: $!\n";
print $html "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Integration test workflow</title><style>body{font:14px sans-serif;margin:2em}td,th{padding:2px 8px;border-bottom:1px solid #ddd;text-align:left}.no{color:#b00}</style><h1>Integration test workflow</h1><p>$verdict.</p>\n";
print $html '<h2>The measures of game-systems.md, section 12</h2><p>With the most bots of their step; the phases below have all.</p><table><tr><th>phase<th>of<th>measure<th>bots<th>value</tr>', "\n";
print $html '<tr>', (map { '<td>' . text($_) } @$_, bots_of($_->[2]), value_of($_->[2])), "</tr>\n" for @section_12;
print $html "</table>\n", map { '<p>Skipped: ' . text($_) . "</p>\n" } @skipped;
print $html "<h2>Plots</h2>\n";
my @single = grep { $_->{phase} == 1 && $_->{realm} } @steps;
my @quest = grep { $_->{step} eq 'quest' } @single;
my @faults = grep { $_->{phase} == 4 && $_->{realm} } @steps;
print $html plot('Quests accepted', 'per bot and hour', map { [$_->{bots}, 3600 * $_->{realm}{quests_accepted} / $_->{bots} / $_->{seconds}] } @quest),
    plot('Quest system', '% of a core', map { [$_->{bots}, $_->{systems}{quest}{cpu_us} / 1e4 / $_->{seconds}] } @quest),
    plot('Loot', 'items per bot and hour', map { [$_->{bots}, 3600 * $_->{realm}{loot_taken} / $_->{bots} / $_->{seconds}] } grep { $_->{step} eq 'inventory' } @single);
for my $fault (sort { $a cmp $b } keys %{ { map { $_->{step} => 1 } @faults } }) {
    my @of = grep { $_->{step} eq $fault } @faults;
    print $html plot("Tick p99 with $fault", 'us, during', map { [$_->{bots}, $_->{tick_p99_us}[1]] } @of), plot("Recovery from $fault", 's', map { [$_->{bots}, $_->{recovered_s}] } @of);
}
print $html plot('Tick p99', 'us', map { [$_->{bots}, $_->{tick_p99_us}[2]] } @all), plot('CPU without the realm', '% of a core', map { [$_->{bots}, $_->{cpu_percent}] } @all),
    plot('Resident memory per bot', 'bytes', map { [$_->{bots}, $_->{rss_bytes_per_bot}] } @all);
for my $s (grep { $_->{economy} } @steps) {
    my $hours = $s->{hours};
    my ($volume, $sales) = (0, 0);
    for (@$hours) { $_->{hour_volume} = $_->{volume} - $volume; $volume = $_->{volume}; $_->{hour_sales} = $_->{sales} - $sales; $sales = $_->{sales} }
    print $html plot_hours('Inflation: index of prices', '1 after 2 hours', [grep { $_->{hour} >= 2 } @$hours], ['market', sub { $_[0]{index} }], ['truth', sub { $_[0]{true_index} }]),
        plot_hours('Volume of sales that became known', 'copper an hour', $hours, ['volume', sub { $_[0]{hour_volume} }]),
        plot_hours('Sales that became known', 'an hour', $hours, ['sales', sub { $_[0]{hour_sales} }]),
        plot_hours('Gold in purses', 'copper', $hours, ['purses', sub { $_[0]{purses} }]),
        plot_hours('Auctions known', 'auctions', $hours, ['auctions', sub { $_[0]{auctions} }]);
}
for my $p (sort keys %phase) {
    print $html "<h2>$phase{$p}</h2><table><tr><th>step<th>bots<th>measure<th>value<th>unit</tr>\n";
    print $html '<tr>', (map { '<td>' . text($_) } @$_[1 .. 5]), "</tr>\n" for grep { $_->[0] == $p } @rows;
    print $html "</table><h3>Checks</h3><table><tr><th>step<th>check<th>seen<th></tr>\n";
    print $html '<tr' . ($_->{ok} ? '' : ' class="no"') . '>', (map { '<td>' . text($_) } @$_{qw(step name seen)}), '<td>', ($_->{ok} ? 'passed' : 'FAILED'), "</tr>\n" for grep { $_->{phase} == $p } @checks;
    print $html "</table>\n";
}
close $html;
print "FAILED: phase $_->{phase}: $_->{step}: $_->{name} ($_->{seen})\n" for grep { !$_->{ok} } @checks;
print "$verdict; $folder/report.md, $folder/report.html\n";
exit($failed ? 1 : 0);
