#!/usr/bin/env perl
# The keys that the program knows (src/base/conf_keys.h) against conf/playerbot.conf.dist: both name the same ones, in the
# same order, with unit, range, default and reload, and the values agree. Prints each offence; exit code 1 when there is one.
#
# Usage: ci/check_conf.pl [CONF.H CONF.DIST]
use strict;
use warnings;

my ($header, $dist) = @ARGV == 2 ? @ARGV : ('src/base/conf_keys.h', 'conf/playerbot.conf.dist');
sub text_of { open my $in, '<', $_[0] or die "$_[0]: $!\n"; local $/; return scalar <$in> }
my ($program, $sample) = (text_of($header), text_of($dist));
$program =~ s/\\\n//g;

my $offences = 0;
sub offence { print "$dist: @_\n"; $offences++; }

# A paragraph: "#  Playerbot.Name (realm-wide)", what it is, "#  Unit: ...", "#Playerbot.Name = value".
my (%entry, @written);
for my $paragraph (split /\n\s*\n/, $sample) {
    my @keys = $paragraph =~ /^#(Playerbot\.[\w.]+) = ?(.*)$/mg or next;
    my ($name, $value) = @keys[0, 1];
    offence("$name: more than one key in its paragraph") if @keys > 2;
    offence("$name: is written twice") if $entry{$name};
    push @written, $name;
    my ($head, $is_realm) = $paragraph =~ /^#  (Playerbot\.[\w.]+)( \(realm-wide\))?$/m;
    offence("$name: its head names " . ($head // 'nothing')) if ($head // '') ne $name;
    my @about = grep { !/^#  (?:Playerbot\.|Unit: )/ && !/^#Playerbot/ } split /\n/, $paragraph;
    offence("$name: nothing says what it is") unless @about;
    my %entry_of = (value => $value, is_realm => $is_realm ? 1 : 0);
    @entry_of{qw(unit range default reload)} = $paragraph =~ /^#  Unit: (.+?)\. Range: (.+?)\. Default: (.+?)\. Reload: (.+?)\.$/m;
    defined $entry_of{unit} or offence("$name: lacks a line 'Unit: ... Range: ... Default: ... Reload: ...'"), next;
    offence("$name: reload is '$entry_of{reload}', wanted: restart or applied") if $entry_of{reload} !~ /^(?:restart|applied)$/;
    $entry{$name} = \%entry_of;
}

my @known;
while ($program =~ /\bX\(\s*\w+,\s*"([\w.]+)",\s*(\w+),\s*"([^"]*)",\s*(\d+),\s*(\d+),\s*"(\w*)",\s*(\w+)\s*\)/g) {
    my ($name, $kind, $default, $minimum, $maximum, $setting, $reload) = ("Playerbot.$1", $2, $3, $4, $5, $6, $7);
    push @known, $name;
    my $e = $entry{$name} or offence("$name: the program knows it, the file does not"), next;
    offence("$name: default is '$e->{default}', the program has '$default'") if $e->{default} ne ($default eq '' ? '(empty)' : $default);
    offence("$name: the line to uncomment has '$e->{value}', the default is '$default'") if $e->{value} ne $default;
    my $range = $kind eq 'INTEGER' ? "$minimum to $maximum" : $kind eq 'BOOLEAN' ? '0 or 1' : '';
    offence("$name: range is '$e->{range}', wanted: $range") if index($e->{range}, $range) != 0;
    offence("$name: reload is '$e->{reload}', the program says $reload") if ($e->{reload} eq 'applied') != ($reload eq 'LIVE');
    offence("$name: owns the setting $setting, so its head must say (realm-wide)") if $setting ne '' && !$e->{is_realm};
}
@known or offence("no key was found in $header");
my %is_known = map { $_ => 1 } @known;
# The table of presets: "#    Name (*)   none small medium large" there, X(KEY, "small", "medium", "large") in the program.
my %default_of = map { $_->[1] => $_ } map { [$_, uc(s/^Playerbot\.//r =~ s/\./_/gr =~ s/(?<=[a-z])(?=[A-Z])/_/gr)] } @known;
my %shown = $sample =~ /^#    ([\w.]+)((?: \(\*\))?(?: +\d+){4})$/mg;
my $presets = 0;
while ($program =~ /\bX\(\s*(\w+),\s*"(\d+)",\s*"(\d+)",\s*"(\d+)"\s*\)/g) {
    my ($key, @values) = ($1, $2, $3, $4);
    my $name = $default_of{$key} ? $default_of{$key}[0] : '';
    my $e = $entry{$name} or offence("preset of $key: no such key"), next;
    my $wanted = ($e->{is_realm} ? '(*) ' : '') . "$e->{default} @values";
    my $seen = delete $shown{$name =~ s/^Playerbot\.//r} // '';
    $seen =~ s/^ +//;
    $seen =~ s/ +/ /g;
    offence("$name: its line of presets is '$seen', wanted: $wanted") if $seen ne $wanted;
    $presets++;
}
$presets or offence("no preset was found in $header");
offence("$_: the program has no preset for it") for sort keys %shown;
offence("$_: the program does not know it") for grep { !$is_known{$_} } @written;
offence('the program has ' . @known . ' keys, wanted: fewer than 60') if @known >= 60;
offence('the order is not that of the program') if !$offences && "@known" ne "@written";
exit($offences ? 1 : 0);
