#!/usr/bin/env perl
# Which room of src/ may include which, and where SQL may stand: rules 1 and 5 of docs/architecture.md. Prints each
# offence as file:line; exit code 1 when there is one.
#
# Usage: ci/check_includes.pl [FILE...]      without a FILE: all of src/
use strict;
use warnings;

# base/ and the public headers are open to all.
my @systems = qw(combat quest inventory trade auction social);
my %may = (
    base    => [],
    db      => [],
    session => ['db'],
    world   => [],
    item    => ['world'],
    market  => ['world', 'session'],
    ai      => ['world', 'session'],
    (map { $_ => ['ai', 'world', 'session', 'item', 'market'] } @systems),
    realm     => ['world', 'item'],
    telemetry => ['session'],
);
$may{api} = [grep { $_ ne 'realm' } keys %may];
$may{bin} = ['api', keys %may];

# How a statement begins, so that a sentence which merely begins with such a word is none.
my $sql = qr/^\s*(?:
    CALL\s+[\w.\$`]+\s*\( | SELECT\s+\S | INSERT\s+(?:INTO|IGNORE)\b | REPLACE\s+INTO\b | UPDATE\s+\S+\s+SET\b |
    DELETE\s+(?:\w+\s+)?FROM\b | TRUNCATE\s+\w | (?:CREATE|ALTER|DROP|RENAME)\s+(?:OR\s+REPLACE\s+)?(?:TEMPORARY\s+)?(?:TABLE|VIEW|
    PROCEDURE|FUNCTION|TRIGGER|EVENT|DATABASE|SCHEMA|USER|ROLE|INDEX|SEQUENCE)\b | SET\s+(?:SESSION|GLOBAL|TRANSACTION|NAMES|ROLE|@) |
    START\s+TRANSACTION | (?:COMMIT|ROLLBACK)\s*;?\s*$ | GRANT\s.*\sTO\b | REVOKE\s.*\sFROM\b | LOAD\s+DATA | UN?LOCK\s+TABLES? |
    SHOW\s+[A-Z]+ | WITH\s+\w+\s+AS\b | DO\s+\w+\s*\( | HANDLER\s+\w | PREPARE\s+\w+\s+FROM | EXECUTE\s+IMMEDIATE | FLUSH\s+[A-Z] )/xis;

# What is wrong with a statement of src/db/call_*.c; undef when nothing is.
sub objection {
    my ($text) = @_;
    $text =~ s/\s+/ /g;
    return undef if $text =~ /^CALL \w+\((?:\?(?:, \?)*)?\)$/;
    return 'only CALL with ? for each argument, SELECT FROM v_ or x$, SELECT function()' if $text !~ /^SELECT /;
    return 'more than a SELECT' if $text =~ /;|\bINTO\b|\bFOR UPDATE\b|\bLOCK IN\b|\bPROCEDURE\b/i;
    return $text =~ /^SELECT \w+\([^()]*\)(?: AS \w+)?$/ ? undef : 'a SELECT without FROM calls one function' if $text !~ /\bFROM\b/i;
    while ($text =~ /\bFROM (.*?)(?=\)|\bWHERE\b|\bORDER\b|\bGROUP\b|\bHAVING\b|\bLIMIT\b|\bUNION\b|\bFROM\b|$)/gi) {
        for my $table (split /,|\bJOIN\b/i, $1) {
            my ($name) = $table =~ /^\s*\(?\s*([^\s()]*)/;
            return "reads '$name', which is no v_ or x\$ view" if $name ne '' && $name !~ /^(?:v_|x\$)\w+$/;
        }
    }
    return undef;
}

my $offences = 0;
sub offence { my ($file, $line, $what) = @_; print "$file:$line: $what\n"; $offences++; }

sub check_include {
    my ($file, $room, $line, $path) = @_;
    return if $path =~ /^(?:include\/)?playerbot(?:_world|_world_types|_error)?\.h$/;
    my ($target) = $path =~ m{^(\w+)/\w+\.h$} or return offence($file, $line, "include \"$path\" is not room/name.h");
    return if $target eq $room || $target eq 'base' || grep { $_ eq $target } @{ $may{$room} };
    offence($file, $line, "room $room may not include $target");
}

for my $file (@ARGV ? @ARGV : glob 'src/*/*.[ch]') {
    my ($room) = $file =~ m{src/(\w+)/};
    next if $room eq 'include';
    $may{$room} or do { offence($file, 1, "room $room is not in the table of ci/check_includes.pl"); next };
    open my $in, '<', $file or die "$file: $!\n";
    my $text = do { local $/; <$in> };
    # Comments become blanks; strings and line numbers stay.
    $text =~ s{("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(/\*.*?\*/|//[^\n]*)}{ defined $1 ? $1 : $2 =~ s/[^\n]//gr }gse;
    my $line = 0;
    for (split /\n/, $text) {
        $line++;
        next unless /^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)/;
        my ($ours, $other) = ($1, $2);
        if (defined $ours) { check_include($file, $room, $line, $ours) }
        elsif ($other =~ /mysql|mariadb/ && $room ne 'db' && $room ne 'bin') { offence($file, $line, "room $room may not include <$other>") }
    }
    # Neighbouring literals are one text to the compiler, and to the server.
    while ($text =~ /((?:"(?:\\.|[^"\\\n])*"\s*)+)/g) {
        my ($raw, $start) = ($1, $-[1]);
        my $joined = join '', $raw =~ /"((?:\\.|[^"\\\n])*)"/g;
        next unless $joined =~ $sql;
        my $at = 1 + (substr($text, 0, $start) =~ tr/\n//);
        if ($file =~ m{src/db/call_\w+\.c$}) {
            my $why = objection($joined);
            offence($file, $at, "$why: $joined") if $why;
        } elsif ($file !~ m{src/db/login\.c$} || $joined !~ /^SET SESSION [^;]*$/) {
            offence($file, $at, "SQL outside src/db/call_*.c: $joined");
        }
    }
}
exit($offences ? 1 : 0);
