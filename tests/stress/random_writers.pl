#!/usr/bin/env perl
# Eight writers do everything at once for a bounded number of steps; then the invariants are checked.
#
# Usage: random_writers.pl OPTION_FILE [SEED] [STEPS]
# Prints TAP and its seed. Wants a server with a deployment on small host databases that it may fill.
use strict;
use warnings;
use DBI;
use Time::HiRes ();

my ($option_file, $seed, $steps) = @ARGV;
$seed  //= int(Time::HiRes::time() * 1000) % 2**31;
$steps //= 200;
my $WRITERS = 8;
print "# seed $seed, $WRITERS writers, $steps steps each; again: random_writers.pl OPTION_FILE $seed $steps\n";

sub connect_db {
    my $db = DBI->connect("DBI:mysql:database=playerbot;mysql_read_default_file=$option_file;mysql_read_default_group=client", undef, undef,
        { RaiseError => 0, PrintError => 0, AutoCommit => 1, mysql_auto_reconnect => 0 }) or die "cannot connect: $DBI::errstr\n";
    $db->do($_) for "SET NAMES utf8mb4", "SET SESSION sql_mode = ''";
    return $db;
}

# Errors that are an answer: refused by a rule, or to be tried again.
my %expected = map { $_ => 1 } 1213, 1205, 1020, 1062, 45000 .. 45999;

sub rows {
    my ($db, $sql, @values) = @_;
    my $statement = $db->prepare($sql) or return (undef, $db->err, $db->errstr);
    $statement->execute(@values) or return (undef, $statement->err, $statement->errstr);
    my $rows = $statement->{NUM_OF_FIELDS} ? $statement->fetchall_arrayref({}) : [];
    while ($statement->more_results) { }
    return ($rows, 0, '');
}

sub writer {
    my ($number) = @_;
    srand($seed + $number);
    my $db = connect_db();
    my ($agent, %leases, %failures);
    my $guid = 1000000 * ($number + 1);
    my $call = sub {
        my ($rows, $error, $text) = rows($db, @_);
        $failures{"$_[0]: $text"}++ if $error && !$expected{$error};
        if ($error == 45200) { $agent = undef; %leases = () }
        return ($rows, $error);
    };
    my $any = sub { my ($rows) = $call->($_[0]); return $rows && @$rows ? (values %{ $rows->[0] })[0] : 0 };
    my $account = sub { $any->("SELECT account_id FROM accounts WHERE is_bot = 1 ORDER BY RAND() LIMIT 1") };
    my $character = sub { $any->("SELECT guid FROM characters.characters WHERE account <> 900 ORDER BY RAND() LIMIT 1") };
    # A character is made for an account that exists, as a host does; one that is deleted meanwhile gets none.
    my $create = sub {
        my ($id, $sql, @values) = @_;
        $db->do("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
        $db->do("BEGIN");
        my ($found) = $call->("SELECT account_id FROM accounts WHERE account_id = ? FOR UPDATE", $id);
        $call->($sql, @values) if $found && @$found;
        $db->do("COMMIT");
    };
    my $granted = sub {
        for my $row (@{ $_[0] || [] }) {
            $leases{ $row->{account_id} } = $row->{fence};
            # A second grant of one fence would be a double grant: the primary key tells.
            my (undef, $error, $text) = rows($db, "INSERT INTO playerbot_test.grants VALUES (?, ?, ?)", $row->{account_id}, $row->{fence}, $agent);
            $failures{"double grant: $text"}++ if $error;
        }
    };
    my @actions = (
        [6, sub { ($_) = $call->("CALL acquire_account(?, ?)", $agent, int(rand(2**40))); $granted->($_) }],
        [3, sub { ($_) = $call->("CALL acquire_accounts(?, ?, NULL)", $agent, 1 + int(rand(4))); $granted->($_) }],
        [6, sub { my ($id) = keys %leases or return; $call->("CALL release_account(?, ?, ?)", $agent, $id, delete $leases{$id}) }],
        [1, sub { my ($id) = keys %leases or return; my (undef, $error) = $call->("CALL release_account(?, ?, ?)", $agent, $id, $leases{$id} + 1);
                  $failures{"a fence of the future was taken"}++ if !$error }],
        [1, sub { $call->("CALL release_accounts(?)", $agent); %leases = () }],
        [2, sub { $call->("CALL heartbeat_agent(?)", $agent) }],
        [1, sub { $call->("UPDATE agents SET heartbeat_at = '2020-01-01' WHERE agent_id = ?", $agent); $call->("CALL reclaim_leases()") }],
        [1, sub { $call->("CALL unregister_agent(?)", $agent); $agent = undef; %leases = () }],
        [2, sub { $call->("CALL create_account(NULL, ?)", int(rand(2**40))) }],
        [1, sub { $call->("CALL create_accounts(3, NULL)") }],
        [1, sub { $call->("CALL refill_pool(NULL)") }],
        [2, sub { $call->("CALL delete_account(?)", $account->()) }],
        [1, sub { my $human = 901 + int(rand(20)); $call->("CALL adopt_account(?)", $human) }],
        [1, sub { $call->("CALL disown_account(?)", 901 + int(rand(20))) }],
        [9, sub { $guid++; my $id = $account->(); $create->($id, "INSERT INTO characters.characters (guid, account, name, level, taximask) VALUES (?, ?, ?, ?, '')", $guid, $id, "W$guid", int(rand(80))) }],
        [2, sub { my $id = $account->(); $guid += 3; $create->($id, "INSERT IGNORE INTO characters.characters (guid, account, name, taximask) VALUES (?, ?, ?, ''), (?, ?, ?, '')", $guid - 1, $id, 'W' . ($guid - 1), $guid, $id, "W$guid") }],
        [3, sub { $call->("DELETE FROM characters.characters WHERE guid = ?", $character->()) }],
        [2, sub { $call->("UPDATE characters.characters SET deleteInfos_Name = name, deleteInfos_Account = account, deleteDate = 1, name = CONCAT('D', guid), account = 0 WHERE guid = ? AND account > 0", $character->()) }],
        [2, sub { my ($gone) = $call->("SELECT c.guid, a.account_id FROM characters.characters c JOIN accounts a ON a.account_id = c.deleteInfos_Account WHERE c.account = 0 ORDER BY RAND() LIMIT 1");
                  $create->($gone->[0]{account_id}, "UPDATE characters.characters SET account = deleteInfos_Account, deleteDate = NULL WHERE guid = ? AND account = 0", $gone->[0]{guid}) if $gone && @$gone }],
        [4, sub { $call->("UPDATE characters.characters SET level = ? WHERE guid = ?", int(rand(80)), $character->()) }],
        [1, sub { $call->("CALL set_account_limit(?, ?)", $account->(), 1 + int(rand(10))) }],
        [1, sub { $call->("CALL grant_slots(?, 1)", $account->()) }],
        [1, sub { $call->("CALL validate_startup()") }],
        [1, sub { $call->("CALL _run_event(?)", (qw(refill sample prune))[rand 3]) }],
    );
    my @wheel = map { my $action = $_; ($action->[1]) x $action->[0] } @actions;
    for (1 .. $steps) {
        if (!$agent) {
            my ($rows) = $call->("CALL register_agent(?, 'host', 'test')", "writer-$number");
            $agent = $rows->[0]{agent_id} if $rows && @$rows;
            next;
        }
        $wheel[ rand @wheel ]->();
    }
    print "# writer $number: $_ ($failures{$_} times)\n" for sort keys %failures;
    exit(keys %failures ? 1 : 0);
}

my $db = connect_db();
$db->{RaiseError} = 1;
$db->do($_) for "CREATE OR REPLACE TABLE playerbot_test.grants (account_id INT UNSIGNED, fence BIGINT UNSIGNED, agent_id BIGINT UNSIGNED, PRIMARY KEY (account_id, fence))",
    "SET GLOBAL event_scheduler = OFF";
rows($db, "CALL set_setting('max_accounts', '150')"), rows($db, "CALL set_setting('pool_target', '20')"),
    rows($db, "CALL set_setting('character_limit_policy', 'fix')"), rows($db, "CALL create_accounts(40, NULL)");
# Humans: 900 is left alone and must come out as it was; 901 to 920 are adopted and disowned.
$db->do("INSERT INTO auth.account (id, username, salt, verifier, email) SELECT seq, CONCAT('HUMAN', seq), REPEAT('a', 32), REPEAT('b', 32), CONCAT('h', seq, '\@x.org') FROM seq_900_to_920");
$db->do("INSERT INTO characters.characters (guid, account, name, level, taximask) SELECT 900000 + seq, 900 + seq MOD 21, CONCAT('H', seq), seq MOD 80, '' FROM seq_1_to_252");
my $human = $db->selectrow_array("SELECT GROUP_CONCAT(guid, name, account ORDER BY guid) FROM characters.characters WHERE account = 900");
$db->disconnect;

my @children;
$| = 1;
for my $number (1 .. $WRITERS) {
    my $pid = fork // die "cannot fork: $!\n";
    writer($number) if !$pid;
    push @children, $pid;
}
my $failed = 0;
for (@children) { waitpid $_, 0; $failed++ if $? }

$db = connect_db();
my $test = 0;
my $bad  = 0;
sub ok { my ($good, $name) = @_; $test++; $bad++ if !$good; print $good ? "ok" : "not ok", " $test - $name\n" }
sub none {
    my ($name, $sql) = @_;
    my ($rows, $error, $text) = rows($db, $sql);
    my @lines = $error ? "error $error: $text" : map { join ' ', map { $_ // 'NULL' } @$_{ sort keys %$_ } } @$rows;
    print "# $_\n" for @lines[0 .. ($#lines < 9 ? $#lines : 9)];
    ok(!@lines, $name);
}
ok(!$failed, 'no writer met an error that is no answer, and no fence was granted twice');
none('every lease has a live holder, and the grant that made it', "SELECT a.account_id, a.agent_id, a.fence FROM accounts a LEFT JOIN agents g ON g.agent_id = a.agent_id AND g.ended_at IS NULL
  LEFT JOIN playerbot_test.grants h ON h.account_id = a.account_id AND h.fence = a.fence AND h.agent_id = a.agent_id WHERE a.state = 'leased' AND (g.agent_id IS NULL OR h.fence IS NULL)");
none('counts are the truth', "SELECT a.account_id, a.character_count, COUNT(c.guid) AS truth FROM accounts a LEFT JOIN characters.characters c ON c.account = a.account_id WHERE a.is_bot = 1
  GROUP BY a.account_id, a.character_count HAVING a.character_count <> COUNT(c.guid)");
rows($db, "CALL fix_character_limits()");
none('no account is above its limit', "SELECT * FROM v_limit_violations WHERE verdict <> 'kept'");
# What the host deleted or undeleted behind our back is tidied by the event.
rows($db, "CALL _run_event('prune')");
none('no orphan', "SELECT * FROM v_orphans");
none('every grant has its audit row, and every audit row its grant', "SELECT 'granted' AS what, (SELECT COUNT(*) FROM playerbot_test.grants) AS granted,
  (SELECT SUM(IF(action = 'acquire_account', 1, JSON_LENGTH(detail, '\$.accounts'))) FROM audit_log WHERE action IN ('acquire_account', 'acquire_accounts')) AS audited HAVING granted <> audited");
none('accounts created, adopted, disowned and deleted add up', "SELECT (SELECT COUNT(*) FROM accounts WHERE is_bot = 1) AS present,
  (SELECT SUM(CASE action WHEN 'create_account' THEN 1 WHEN 'create_accounts' THEN JSON_VALUE(detail, '\$.count') WHEN 'adopt_account' THEN 1 WHEN 'disown_account' THEN -1
    WHEN 'delete_account' THEN -1 ELSE 0 END) FROM audit_log)
  + (SELECT COUNT(DISTINCT a.account_id) FROM audit_log a WHERE FALSE) AS explained HAVING present <> explained");
none('only known decisions are in the audit log', "SELECT DISTINCT action FROM audit_log WHERE action NOT IN ('register_agent', 'unregister_agent', 'reclaim_leases', 'create_account', 'create_accounts', 'delete_account', 'adopt_account',
  'disown_account', 'refill_pool', 'overflow_pool', 'acquire_account', 'acquire_accounts', 'release_account', 'release_accounts', 'fix_character_limits', 'validate_startup', 'set_account_limit', 'grant_slots', 'set_setting')");
none('a fence never goes back', "SELECT g.account_id, MAX(g.fence) AS granted, a.fence FROM playerbot_test.grants g JOIN accounts a ON a.account_id = g.account_id GROUP BY g.account_id, a.fence HAVING MAX(g.fence) > a.fence");
my ($rows) = rows($db, "SELECT GROUP_CONCAT(guid, name, account ORDER BY guid) AS now FROM characters.characters WHERE account = 900");
ok($rows->[0]{now} eq $human, 'the human that nobody adopted is as before');
$db->do("DROP TABLE playerbot_test.grants");
print "1..$test\n";
exit($bad ? 1 : 0);
