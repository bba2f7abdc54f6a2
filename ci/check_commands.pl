#!/usr/bin/env perl
# What people read against what the program has. Commands of src/api/command_table.c: docs/admin.md, playerbotctl(1) and
# the completion name the same ones, with the same arguments; options of src/bin/playerbotctl.c too. Metrics of the lists of counters and of src/api/metrics.c:
# docs/admin.md names the same ones, with the same unit. Prints each offence; exit code 1 when there is one.
#
# Usage: ci/check_commands.pl
use strict;
use warnings;

my $offences = 0;
sub offence { print "@_\n"; $offences++; }
sub text_of { open my $in, '<', $_[0] or die "$_[0]: $!\n"; local $/; return scalar <$in> }
# Both ways; values are compared too.
sub compare {
    my ($where, $what, $wanted, $seen) = @_;
    for my $name (sort keys %$wanted) {
        if (!exists $seen->{$name}) { offence("$where: $what '$name' is missing") }
        elsif ($seen->{$name} ne $wanted->{$name}) { offence("$where: $what '$name' has '$seen->{$name}', wanted: '$wanted->{$name}'") }
    }
    exists $wanted->{$_} or offence("$where: $what '$_' is not in the program") for sort keys %$seen;
}
# Rows of the table under a heading: first cell without its backticks => second cell.
sub table_of {
    my ($text, $heading, $file) = @_;
    my ($part) = $text =~ /^## \Q$heading\E\n(.*?)(?=^## |\z)/ms or do { offence("$file: no heading '$heading'"); return {} };
    my %row;
    for (split /\n/, $part) {
        next unless /^\| `(.+?)` \| (.*?) \|/;
        my ($name, $cell) = ($1, $2);
        $name =~ s/\\\|/|/g;
        offence("$file: '$name' is written twice") if exists $row{$name};
        $row{$name} = $cell;
    }
    return \%row;
}

# playerbotctl does this one itself: a password goes over no line of a command.
my %needs = ('account password ACCOUNT' => '');
my @words = ('account password');
my $program = text_of('src/api/command_table.c');
while ($program =~ /^\s*\{"([^"]+)", "([^"]*)", "[^"]*",(.*?)\},$/mg) {
    my ($words, $arguments, $rest) = ($1, $2, $3);
    push @words, $words;
    $needs{ $arguments eq '' ? $words : "$words $arguments" } = join ', ', ($rest =~ /\.is_agent = 1/ ? 'agent' : ()),
      ($rest =~ /\.is_danger = 1/ ? '`--yes`' : ()), ($rest =~ /\.dry_run = / ? '`--dry-run`' : ());
}
@words > 20 or offence('src/api/command_table.c: too few commands were found: does this script still know its form?');

my $admin = text_of('docs/admin.md');
compare('docs/admin.md', 'command', \%needs, table_of($admin, 'Commands', 'docs/admin.md'));
my %in_manual = map { $_ => '' } text_of('docs/man/playerbotctl.1') =~ /^\.It Ic "([^"]+)"$/mg;
compare('docs/man/playerbotctl.1', 'command', { map { $_ => '' } keys %needs }, \%in_manual);
my ($list) = text_of('conf/completion/playerbotctl') =~ /^ *local commands='\n(.*?)'$/ms;
my %completed = map { s/^\s+//r => '' } grep { /\S/ } split /\n/, $list // '';
compare('conf/completion/playerbotctl', 'command', { map { $_ => '' } @words }, \%completed);

my %options = map { $_ => '' } text_of('src/bin/playerbotctl.c') =~ /\{"([a-z-]+)", (?:no|required)_argument,/g;
my ($offered) = text_of('conf/completion/playerbotctl') =~ /^ *local options='(.*?)'/m;
compare('conf/completion/playerbotctl', 'option', \%options, { map { s/^--//r => '' } split ' ', $offered // '' });
compare('docs/man/playerbotctl.1', 'option', \%options, { map { $_ => '' } text_of('docs/man/playerbotctl.1') =~ /^\.It (?:Fl \w , )?Fl -([a-z-]+)/mg });

my %unit;
my %prefix = ('src/db/stats.h' => 'database_', 'src/session/limit_cache.h' => 'limit_', 'src/session/account_cache.h' => 'account_cache_',
    'src/session/session.h' => 'session_', 'src/session/outbox.h' => 'outbox_',
    'src/ai/population.h' => 'population_', 'src/market/market.h' => 'market_', 'src/market/spending.h' => 'spending_',
    'src/session/books.h' => 'books_', 'src/market/auction_cache.h' => 'auction_cache_');
for my $file (sort keys %prefix) {
    my $text = text_of($file) =~ s/\\\n//gr;
    my ($line) = $text =~ /^#define PB_\w+_STATS\(X\)(.*)$/m or offence("$file: no list of counters");
    $unit{"$prefix{$file}$1"} = $2 while ($line // '') =~ /X\((\w+), "([^"]+)",/g;
}
my $metrics = text_of('src/api/metrics.c') . text_of('src/api/ai_metrics.c') . text_of('src/api/ai_market.c');
$unit{$1} = $2 while $metrics =~ /\bmetric\(user, "(\w+)",[^;"]*,\s*"([^"]+)",/g;
my $calls = () = $metrics =~ /\bmetric\(user, "\w+",/g;
my $lists = () = $metrics =~ /^\s*PB_\w+_STATS\(X\)$/mg;
offence("src/api/metrics.c: it uses $lists lists of counters, this script knows " . keys %prefix) if $lists != keys %prefix;
offence("src/api/metrics.c: $calls single metrics, this script read fewer") if $calls != grep { my $n = $_; $metrics =~ /"\Q$n\E"/ } keys %unit;
compare('docs/admin.md', 'metric', \%unit, table_of($admin, 'Metrics', 'docs/admin.md'));
exit($offences ? 1 : 0);
