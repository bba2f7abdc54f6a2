#!/usr/bin/env perl
# What people read against the code it was taken from: the host of docs/library.md, events in docs/admin.md and
# docs/library.md, health items in docs/admin.md, state machines in docs/architecture.md. Prints each offence; exit code 1
# when there is one.
#
# Usage: ci/check_docs.pl
use strict;
use warnings;

my $offences = 0;
sub offence { print "@_\n"; $offences++; }
sub text_of { open my $in, '<', $_[0] or die "$_[0]: $!\n"; local $/; return scalar <$in> }
sub part_of { my ($text, $heading) = @_; return $text =~ /^(#+) \Q$heading\E\n(.*?)(?=^#{1,3} |\z)/ms ? $2 : '' }
sub compare {
    my ($where, $what, $wanted, $seen) = @_;
    my %wanted = map { $_ => 1 } @$wanted;
    my %seen = map { $_ => 1 } @$seen;
    offence("$where: no $what was found in the code: does this script still know its form?") unless @$wanted;
    $seen{$_} or offence("$where: $what is missing: $_") for @$wanted;
    $wanted{$_} or offence("$where: $what is not in the code: $_") for @$seen;
}

my ($admin, $library, $architecture) = map { text_of("docs/$_.md") } qw(admin library architecture);

my ($snippet) = $library =~ /^```c\n(.*?)^```$/ms;
($snippet // '') eq text_of('tests/host/minimal_host.c') or offence('docs/library.md: its host is not tests/host/minimal_host.c');

my ($events) = text_of('src/include/playerbot.h') =~ /enum pb_event_type \{(.*?)\};/s;
$events =~ s{/\*.*?\*/}{}gs;
my @events = $events =~ /\b(PB_EVENT_\w+)/g;
compare("docs/$_->[0].md", 'event', \@events, [part_of($_->[1], 'Events') =~ /^\| `(PB_EVENT_\w+)` \|/mg]) for ['admin', $admin], ['library', $library];

my @items = text_of('views/v_health.sql') =~ /^SELECT (?:CONCAT\()?'(\w+)'/mg;
compare('docs/admin.md', 'health item', \@items, [part_of($admin, 'Health') =~ /^\| `(\w+)`/mg]);

my %machine = ('The agent' => 'src/session/agent.c', 'The breaker' => 'src/db/breaker.c');
for my $heading (sort keys %machine) {
    my (@wanted, @seen);
    my $code = text_of($machine{$heading});
    push @wanted, "$1 | $2 | $3 | $4 | $5" while $code =~ /\bR\(\s*(\w+),\s*(\w+),\s*(\w+),\s*(\w+),\s*"([^"]*)"\)/g;
    my $rows = part_of($architecture, $heading);
    push @seen, $1 while $rows =~ /^\| ([A-Z_]+ \| [A-Z_]+ \| .*) \|$/mg;
    compare('docs/architecture.md', "row of '$heading'", \@wanted, \@seen);
}
exit($offences ? 1 : 0);
