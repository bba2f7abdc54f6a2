#!/usr/bin/env perl
# The figures of the database; see ci/bench-db. Every ratio is the median of interleaved pairs, with a 95 % interval of
# the median (bootstrap, 2,000 resamples) and, beside it, the same measurement of a thing against itself (A/A).
use strict;
use warnings;
use DBI;
use Time::HiRes qw(time);

my ($option_file, $json_path, @only) = @ARGV;
my $PAIRS = $ENV{BENCH_PAIRS} // 15;
my %only = map { $_ => 1 } @only;
my @results;
srand(20261120);
$| = 1;

sub connect_db {
    my $db = DBI->connect("DBI:mysql:database=playerbot;mysql_read_default_file=$option_file;mysql_read_default_group=client", undef, undef, { RaiseError => 1, PrintError => 0 });
    $db->do($_) for "SET NAMES utf8mb4", "SET SESSION sql_mode = ''";
    return $db;
}
sub call { my ($db, $sql, @v) = @_; my $s = $db->prepare($sql); $s->execute(@v); my $rows = $s->{NUM_OF_FIELDS} ? $s->fetchall_arrayref : []; 1 while $s->more_results; return $rows }
sub timed { my ($code) = @_; my $start = time; $code->(); return time - $start }
sub median { my @s = sort { $a <=> $b } @_; return @s % 2 ? $s[@s / 2] : ($s[@s / 2 - 1] + $s[@s / 2]) / 2 }
sub interval { my @v = @_; my @m = sort { $a <=> $b } map { median(map { $v[rand @v] } @v) } 1 .. 2000; return @m[50, 1949] }

# One row of the table. direction: '<=' or '>='; the target is missed only when the whole interval lies beyond it.
sub report {
    my ($figure, $direction, $target, $ratios, $self, $note) = @_;
    my $m = median(@$ratios);
    my ($low, $high) = interval(@$ratios);
    my ($sl, $sh) = $self ? interval(@$self) : (0, 0);
    my $reached = !defined $target ? 'n/a' : ($direction eq '<=' ? $low <= $target : $high >= $target) ? 'yes' : 'NO';
    my $format = $m >= 1000 ? '%.0f' : '%.3f';
    printf "%-52s $format [$format, $format]  A/A %s  target %s  reached %s%s\n", $figure, $m, $low, $high,
        $self ? sprintf('%.3f [%.3f, %.3f]', median(@$self), $sl, $sh) : '-', defined $target ? "$direction $target" : '-', $reached, $note ? "  ($note)" : '';
    push @results, { figure => $figure, median => $m, low => $low, high => $high, aa => $self ? median(@$self) : undef, aa_low => $sl, aa_high => $sh, target => $target, direction => $direction, reached => $reached, note => $note // '' };
}
# Ratio of times a/b over interleaved pairs; the A/A row runs b against itself.
sub compare {
    my ($figure, $direction, $target, $measure_a, $measure_b, $note) = @_;
    my (@ratios, @self);
    $measure_b->(), $measure_a->();
    for my $pair (1 .. $PAIRS) {
        my ($a, $b, $c) = $pair % 2 ? do { my $x = $measure_a->(); my $y = $measure_b->(); ($x, $y, $measure_b->()) } : do { my $y = $measure_b->(); my $z = $measure_b->(); my $x = $measure_a->(); ($x, $y, $z) };
        push @ratios, $a / $b;
        push @self, $b / $c;
    }
    report($figure, $direction, $target, \@ratios, \@self, $note);
}
sub wanted { return !@only || $only{ $_[0] } }

my $db = connect_db();
call($db, "CALL set_setting('max_accounts', '1000000')");
my $columns = join ', ', map { $_->[0] } @{ $db->selectall_arrayref("SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'characters' AND TABLE_NAME = 'characters'") };

# ---- creation
if (wanted('create')) {
    # One by one: the statements a world server sends, each its own durable commit, as the specification's batch does.
    my $bnet = $db->selectrow_array("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'auth' AND TABLE_NAME = 'battlenet_accounts'");
    my $serial = 0;
    my $one_by_one = sub {
        my ($count) = @_;
        return timed(sub { for (1 .. $count) {
            $serial++;
            if ($bnet) {
                $db->do("INSERT INTO auth.battlenet_accounts (email, srp_version, salt, verifier) VALUES (?, 2, RANDOM_BYTES(32), RANDOM_BYTES(256))", undef, "ONE$serial\@X");
                my $id = $db->{mysql_insertid};
                $db->do("INSERT INTO auth.account (username, salt, verifier, email, reg_mail, battlenet_account, battlenet_index) VALUES (?, RANDOM_BYTES(32), RANDOM_BYTES(32), ?, ?, ?, 1)", undef, "$id#1", "ONE$serial\@X", "ONE$serial\@X", $id);
            } else {
                $db->do("INSERT INTO auth.account (username, salt, verifier, email, reg_mail) VALUES (?, RANDOM_BYTES(32), RANDOM_BYTES(32), ?, ?)", undef, "ONE$serial", "ONE$serial\@X", "ONE$serial\@X");
            }
            my $id = $db->{mysql_insertid};
            $db->do("INSERT INTO auth.realmcharacters (realmid, acctid, numchars) SELECT id, ?, 0 FROM auth.realmlist", undef, $id);
            $db->do("INSERT INTO playerbot_bench.accounts VALUES (?, ?)", undef, $id, "one$serial\@x");
            # The pause of the specification (10 ms per account) is left out: it would flatter us.
        } });
    };
    $db->do("CREATE DATABASE IF NOT EXISTS playerbot_bench");
    $db->do("CREATE OR REPLACE TABLE playerbot_bench.accounts (id INT PRIMARY KEY, email VARCHAR(255) UNIQUE)");
    my (@ratios, @self);
    for (1 .. $PAIRS) {
        # One by one is linear: 200 stand for 2,000, so that fifteen pairs take a minute and not ten.
        my $slow = 10 * $one_by_one->(200);
        my $again = 10 * $one_by_one->(200);
        my $fast = timed(sub { call($db, "CALL create_accounts(2000, NULL)") });
        push @ratios, $slow / $fast;
        push @self, $slow / $again;
    }
    report('create 2,000 accounts: one by one / set-based (times)', '>=', 100, \@ratios, \@self, 'same writes to the host, no pause between');
    my %per;
    for my $round (1 .. 5) {
        for my $count (500, 2000, 5000) { push @{ $per{$count} }, 1e6 * timed(sub { call($db, "CALL create_accounts(?, NULL)", $count) }) / $count }
    }
    my $total = timed(sub { call($db, "CALL create_accounts(100000, NULL)") });
    printf "create: microseconds per account: 500: %.0f, 2,000: %.0f, 5,000: %.0f, 100,000: %.0f (%.2f s)\n", (map { median(@{ $per{$_} }) } 500, 2000, 5000), 10 * $total, $total;
    report('create: time per account, 100,000 / 2,000', '<=', 1.25, [ map { 10 * $total / $_ } @{ $per{2000} } ], undef, 'flat');
    $db->do("DROP DATABASE playerbot_bench");
}

# ---- leases
my $have = $db->selectrow_array("SELECT COUNT(*) FROM accounts");
call($db, "CALL create_accounts(?, NULL)", 100000 - $have) if $have < 100000;
$db->do("UPDATE accounts SET state = 'pooled'");
call($db, "CALL set_setting('pool_target', '100000')");
$db->do("ANALYZE TABLE accounts");
# The same writes on a key that is known: no search, no rule, no answer to look up.
$db->do($_) for "DROP PROCEDURE IF EXISTS bench_write", "CREATE PROCEDURE bench_write(in_account_id INT UNSIGNED, in_request_id BIGINT UNSIGNED) BEGIN
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED; START TRANSACTION;
    UPDATE accounts SET state = 'leased', agent_id = 1, last_agent_id = 1, agent_name_id = 2, fence = fence + 1, leased_at = UTC_TIMESTAMP(6), last_active_at = UTC_TIMESTAMP(6) WHERE account_id = in_account_id;
    INSERT INTO requests (scope, routine, request_id, arguments, result, created_at) VALUES (0, 'bench', in_request_id, '', '[[1,1,0,1,\"bot000001\@playerbot.local\"]]', UTC_TIMESTAMP(6));
    INSERT INTO audit_log (at, actor, agent_id, action, account_id, detail) VALUES (UTC_TIMESTAMP(6), 'bench', 1, 'bench', in_account_id, '{\"fence\": 1}');
    COMMIT; SELECT in_account_id; END",
    "DROP PROCEDURE IF EXISTS bench_release", "CREATE PROCEDURE bench_release(in_account_id INT UNSIGNED) BEGIN
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED; START TRANSACTION;
    UPDATE accounts SET state = 'pooled', agent_id = NULL, leased_at = NULL, last_active_at = UTC_TIMESTAMP(6) WHERE account_id = in_account_id;
    INSERT INTO audit_log (at, actor, agent_id, action, account_id, detail) VALUES (UTC_TIMESTAMP(6), 'bench', 1, 'bench', in_account_id, '{\"fence\": 1}');
    COMMIT; SELECT in_account_id; END",
    "DROP PROCEDURE IF EXISTS bench_heartbeat", "CREATE PROCEDURE bench_heartbeat(in_agent_id BIGINT UNSIGNED) BEGIN
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED; START TRANSACTION; UPDATE agents SET heartbeat_at = UTC_TIMESTAMP(6) WHERE agent_id = in_agent_id; COMMIT; SELECT in_agent_id; END",
    "DROP PROCEDURE IF EXISTS bench_row", "CREATE PROCEDURE bench_row(in_account_id INT UNSIGNED) BEGIN UPDATE accounts SET last_active_at = UTC_TIMESTAMP(6) WHERE account_id = in_account_id; END";
my $agent = call($db, "CALL register_agent('bench', 'h', 'v')")->[0][0];
my @ids = map { $_->[0] } @{ $db->selectall_arrayref("SELECT account_id FROM accounts ORDER BY RAND() LIMIT 60000") };

# Rate of N clients, each its own process and connection: calls per second over all of them.
sub clients {
    my ($count, $calls, $work) = @_;
    my @pids;
    pipe(my $ready, my $say);
    pipe(my $go, my $start);
    for my $client (1 .. $count) {
        my $pid = fork // die;
        if (!$pid) {
            close $start;
            my $own = connect_db();
            srand($$ ^ int(time * 1000));
            syswrite $say, 'x';
            sysread $go, my $x, 1;
            $work->($own, $client, $_) for 1 .. $calls;
            $own->disconnect;
            require POSIX;
            POSIX::_exit(0);
        }
        push @pids, $pid;
    }
    close $go;
    my $waiting = $count;
    while ($waiting) { $waiting -= sysread $ready, my $x, 1 }
    my $begin = time;
    close $start;
    waitpid $_, 0 for @pids;
    return $count * $calls / (time - $begin);
}
$db->{AutoInactiveDestroy} = 1;
if (wanted('acquire')) {
    for my $count (1, 4, 16) {
        my $calls = int(640 / $count) < 60 ? 60 : int(640 / $count) > 300 ? 300 : int(640 / $count);
        my $acquire = sub { my $rate = clients($count, $calls, sub { call($_[0], "CALL acquire_account(?, ?)", $agent, int(rand(2**52))) });
            call($db, "CALL release_accounts(?)", $agent); return 1 / $rate };
        my $turn = 0;
        my $same = sub { my $offset = int(rand(@ids - 20000)); my $rate = clients($count, $calls, sub { call($_[0], "CALL bench_write(?, ?)", $ids[$offset + $_[1] * $calls + $_[2]], int(rand(2**52))) });
            $db->do("UPDATE accounts SET state = 'pooled', agent_id = NULL, leased_at = NULL WHERE state = 'leased'"); return 1 / $rate };
        my (@ratios, @self, @rates);
        $acquire->(), $same->();
        for (1 .. $PAIRS) { my $a = $acquire->(); my $b = $same->(); my $c = $same->(); push @ratios, $b / $a; push @self, $b / $c; push @rates, 1 / $a }
        my $row = median(map { clients($count, $calls, sub { call($_[0], "CALL bench_row(?)", $ids[int(rand(@ids))]) }) } 1 .. 5);
        report("acquire_account, $count clients: rate / same writes", '>=', 0.9, \@ratios, \@self, sprintf('%.0f/s; bare durable one-row UPDATE %.0f/s', median(@rates), $row));
    }
}
if (wanted('bulk')) {
    my @rates;
    for (1 .. $PAIRS) {
        push @rates, 5000 / timed(sub { call($db, "CALL acquire_accounts(?, 5000, ?)", $agent, int(rand(2**52))) });
        call($db, "CALL release_accounts(?)", $agent);
    }
    report('acquire_accounts(5000): accounts per second', '>=', 100000, \@rates, undef, 'held before under the same name');
    @rates = ();
    for (1 .. $PAIRS) {
        $db->do("UPDATE accounts SET agent_name_id = 0");
        push @rates, 5000 / timed(sub { call($db, "CALL acquire_accounts(?, 5000, ?)", $agent, int(rand(2**52))) });
        call($db, "CALL release_accounts(?)", $agent);
    }
    report('acquire_accounts(5000): accounts per second', '>=', 100000, \@rates, undef, 'never held before');
}
if (wanted('release')) {
    my $calls = 300;
    my $one = sub { my ($kind) = @_;
        my $leases = call($db, "CALL acquire_accounts(?, ?, NULL)", $agent, $calls);
        my $time = timed(sub { for my $l (@$leases) { $kind ? call($db, "CALL release_account(?, ?, ?)", $agent, $l->[0], $l->[4]) : call($db, "CALL bench_release(?)", $l->[0]) } });
        call($db, "CALL release_accounts(?)", $agent);
        return 1 / $time };
    compare('release_account: rate / same writes', '>=', 0.9, sub { $one->(1) }, sub { $one->(0) });
}
if (wanted('heartbeat')) {
    for my $held (1, 500) {
        call($db, "CALL acquire_accounts(?, ?, NULL)", $agent, $held);
        compare("heartbeat_agent, $held leases: rate / same writes", '>=', 0.9, sub { 1 / timed(sub { call($db, "CALL heartbeat_agent(?)", $agent) for 1 .. 300 }) }, sub { 1 / timed(sub { call($db, "CALL bench_heartbeat(?)", $agent) for 1 .. 300 }) });
        call($db, "CALL release_accounts(?)", $agent);
    }
}

# ---- characters: the host's table with and without our triggers
if (wanted('insert') || wanted('save')) {
    # A twin of the table without triggers, in the same database.
    $db->do($_) for "DROP TABLE IF EXISTS characters.characters_plain", "CREATE TABLE characters.characters_plain LIKE characters.characters";
    my @accounts = map { $_->[0] } @{ $db->selectall_arrayref("SELECT account_id FROM accounts ORDER BY account_id LIMIT 8000") };
    $db->do("CREATE OR REPLACE TABLE characters.bench_source LIKE characters.characters");
    my $needs = join ', ', map { $_->[0] } @{ $db->selectall_arrayref("SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'characters' AND TABLE_NAME = 'characters' AND COLUMN_NAME = 'innTriggerId'") };
    my $guid = 1;
    my $single = sub { my ($table) = @_; my $first = $guid; $guid += 200;
        my $time = timed(sub { $db->do("INSERT INTO characters.$table (guid, account, name, level, taximask, exploredZones, knownTitles) VALUES (?, ?, ?, 1, '0 0 0 0 0 0 0 0', REPEAT('0 ', 120), '0 0 0 0')", undef, $first + $_, $accounts[$_ % @accounts], 'B' . ($first + $_)) for 0 .. 199 });
        $db->do("DELETE FROM characters.$table WHERE guid >= ?", undef, $first);
        return $time };
    compare('INSERT of a character, single durable: with / without', '<=', 1.10, sub { $single->('characters') }, sub { $single->('characters_plain') }) if wanted('insert');
    $db->do("INSERT INTO characters.bench_source (guid, account, name, level, taximask, exploredZones, knownTitles) SELECT 10000000 + q.seq, a.account_id, CONCAT('S', q.seq), 1, '0 0 0 0 0 0 0 0', REPEAT('0 ', 120), '0 0 0 0'
      FROM (SELECT account_id, ROW_NUMBER() OVER (ORDER BY account_id) - 1 AS n FROM (SELECT account_id FROM accounts ORDER BY account_id LIMIT 8000) x) a JOIN seq_0_to_79999 q ON q.seq DIV 10 = a.n");
    my $bulk = sub { my ($table) = @_;
        my $time = timed(sub { $db->do("INSERT INTO characters.$table SELECT * FROM characters.bench_source") });
        $db->do("DELETE FROM characters.$table WHERE guid >= 10000000");
        return $time };
    compare('INSERT of 80,000 characters in bulk: with / without', '<=', 1.6, sub { $bulk->('characters') }, sub { $bulk->('characters_plain') }) if wanted('insert');
    if (wanted('save')) {
        $db->do("INSERT INTO characters.$_ SELECT * FROM characters.bench_source") for qw(characters characters_plain);
        my $save = sub { my ($table) = @_; return timed(sub { $db->do("UPDATE characters.$table SET level = level + 1, xp = ?, position_x = ?, money = money + 1 WHERE guid = ?", undef, $_, rand(100), 10000000 + int(rand(80000))) for 1 .. 300 }) };
        compare('UPDATE (save) of a character, single durable: with / without', '<=', 1.02, sub { $save->('characters') }, sub { $save->('characters_plain') });
        my $all = sub { my ($table) = @_; return timed(sub { $db->do("UPDATE characters.$table SET xp = xp + 1, money = money + 1 WHERE guid >= 10000000") }) };
        compare('UPDATE of 80,000 characters in bulk: with / without', '<=', 1.25, sub { $all->('characters') }, sub { $all->('characters_plain') });
        $db->do("DELETE FROM characters.characters");
    }
    $db->do("DROP TABLE characters.characters_plain, characters.bench_source");
}

# ---- validation and checks: 100,000 accounts with 10 characters each
if (wanted('validate') || wanted('views') || wanted('can')) {
    if (wanted('validate') || wanted('views')) {
        print "filling 1,000,000 characters\n";
        $db->do("SET SESSION foreign_key_checks = 0");
        # One statement cannot write characters and read accounts: the triggers write accounts.
        $db->do("CREATE OR REPLACE TEMPORARY TABLE bench_ids AS SELECT account_id, ROW_NUMBER() OVER (ORDER BY account_id) AS n FROM accounts WHERE is_bot = 1");
        # Guids of any earlier filling are free again.
        $db->do("DELETE FROM characters.characters WHERE guid >= 20000000");
        for my $part (0 .. 9) {
            $db->do("INSERT INTO characters.characters (guid, account, name, level, taximask) SELECT 20000000 + q.seq * 1000000 + a.n, a.account_id, CONCAT('V', q.seq, '_', a.n), 1, ''
              FROM bench_ids a JOIN seq_${part}_to_$part q");
        }
        $db->do("ANALYZE TABLE characters.characters, accounts");
    }
    if (wanted('validate')) {
        compare('validate_startup, 1,000,000 characters / bare GROUP BY', '<=', 1.5, sub { timed(sub { call($db, "CALL validate_startup()") }) },
            sub { timed(sub { call($db, "SELECT SQL_NO_CACHE SUM(n) FROM (SELECT account, COUNT(*) AS n FROM characters.characters GROUP BY account) t") }) });
    }
    if (wanted('can')) {
        my @some = @ids[0 .. 1999];
        compare('can_create_character / SELECT 1', '<=', 1.5, sub { timed(sub { $db->selectrow_array("SELECT can_create_character($_)") for @some }) }, sub { timed(sub { $db->selectrow_array("SELECT 1") for @some }) });
    }
    if (wanted('views')) {
        call($db, "CALL acquire_accounts(?, 5000, NULL)", $agent);
        my %costly = map { $_ => 1 } qw(v_limit_violations v_bot_account_stats v_orphans v_code_drift);
        for my $view (map { $_->[0] } @{ $db->selectall_arrayref("SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = 'playerbot' AND TABLE_NAME NOT LIKE '\\_%' ORDER BY 1") }) {
            my @times = map { 1000 * timed(sub { call($db, "SELECT * FROM `$view`") }) } 1 .. ($costly{$view} ? 3 : 7);
            report("view $view, ms", '<=', $costly{$view} ? undef : 100, \@times, undef, $costly{$view} ? 'documented as costly' : '');
        }
        call($db, "CALL release_accounts(?)", $agent);
    }
}
# ---- the market: 100,000 prices in one CALL, and the views over 10,000,000 recorded ones
if (wanted('market')) {
    my $total = $ENV{BENCH_PRICES} // 10_000_000;
    my $items = $ENV{BENCH_ITEMS} // 10_000;
    my ($per_call, $days) = (100_000, 15);
    my $calls = int($total / $per_call);
    my $seller = call($db, "CALL register_agent('market', 'h', 'v')")->[0][0];
    # Prices of a market: each item has its worth, auctions scatter about it, some far above; two houses.
    my @worth = map { exp(3 + 9 * rand) } 1 .. $items;
    my $draw = sub { my $i = int(rand($items)); my $p = $worth[$i] * exp(0.25 * (rand() + rand() + rand() - 1.5)) * (rand() < 0.05 ? 2 + 10 * rand() : 1); return (1 + int(rand(2)), 1000 + $i, $p) };
    my $scan = sub { return '[' . join(',', map { my ($h, $i, $p) = $draw->(); sprintf '[%d,%d,%.2f,%d]', $h, $i, $p + 1, 1 + int(rand(20)) } 1 .. $per_call) . ']' };
    my $sales = sub { return '[' . join(',', map { my ($h, $i, $p) = $draw->(); sprintf '[%d,%d,%.2f,%d,%d,%d,%d]', $h, $i, $p + 1, 1 + int(rand(5)), 1 + int(rand(5000)), 5001 + int(rand(5000)), int(rand(4)) } 1 .. $_[0]) . ']' };
    my ($second) = $db->selectrow_array("SELECT UNIX_TIMESTAMP(UTC_DATE())");
    my (@record, @refresh, $again);
    for my $n (0 .. $calls - 1) {
        my $age = $days - 1 - int($n * $days / $calls);
        my ($rows, $batch) = ($scan->(), 1 + int(rand(2**52)));
        my $at = ($second - $age * 86400) * 1000 + $n;
        push @record, 1000 * timed(sub { call($db, "CALL record_prices(?, ?, ?, ?)", $seller, $batch, $at, $rows) });
        call($db, "CALL record_sales(?, ?, ?, ?)", $seller, int(1 + rand(2**52)), $at, $sales->(2000));
        # The event: after each of the last scans, before that once a day, which is less often than it runs.
        my $is_timed = $n >= $calls - 6;
        my $took = $is_timed || int(($n + 1) * $days / $calls) > int($n * $days / $calls) ? timed(sub { call($db, "CALL refresh_market()") }) : 0;
        push @refresh, 1000 * $took if $is_timed && $n > $calls - 6;
        $again = [ $batch, $at, $rows ];
    }
    my ($kept) = $db->selectrow_array("SELECT SUM(price_count) FROM market_days");
    my ($day_rows, $bucket_rows) = ($db->selectrow_array("SELECT COUNT(*) FROM item_days"), $db->selectrow_array("SELECT COUNT(*) FROM item_day_buckets"));
    report('record_prices, 100,000 prices in one CALL, ms', '<=', 1000, \@record, undef, sprintf('worst %.0f; %d prices recorded, %d item days, %d buckets', (sort { $b <=> $a } @record)[0], $kept, $day_rows, $bucket_rows));
    # What the server computes in it, whatever else the machine does.
    my @cpu;
    $db->do("SET GLOBAL userstat = 1");
    my $spent = sub { return 1000 * ($db->selectrow_array("SELECT SUM(CPU_TIME) FROM information_schema.USER_STATISTICS") // 0) };
    for (1 .. 15) {
        my ($rows, $batch, $before) = ($scan->(), 1 + int(rand(2**52)), $spent->());
        call($db, "CALL record_prices(?, ?, ?, ?)", $seller, $batch, $second * 1000, $rows);
        push @cpu, $spent->() - $before;
    }
    $db->do("SET GLOBAL userstat = 0");
    report('record_prices, CPU time of the server in it, ms', '<=', undef, \@cpu, undef, '');
    my @repeated = map { 1000 * timed(sub { call($db, "CALL record_prices(?, ?, ?, ?)", $seller, @$again) }) } 1 .. 5;
    report('record_prices, the same batch again, ms', '<=', undef, \@repeated, undef, 'changes nothing');
    report('refresh_market after 100,000 prices and 2,000 sales, ms', '<=', undef, \@refresh, undef, 'the event, once a minute; no reader waits');
    my @sold = map { my $rows = $sales->(100_000); my $batch = 1 + int(rand(2**52)); 1000 * timed(sub { call($db, "CALL record_sales(?, ?, ?, ?)", $seller, $batch, $second * 1000, $rows) }) } 1 .. 5;
    report('record_sales, 100,000 sales in one CALL, ms', '<=', 1000, \@sold, undef, '');
    call($db, "CALL record_gold(?, ?, ?, ?)", $seller, 1 + int(rand(2**52)), ($second - $_ * 86400) * 1000, '[' . join(',', map { sprintf '["cause_%d",%d,%d,%d]', $_, rand(1e9), rand(1e9), rand(1e9) } 1 .. 20) . ']') for 0 .. 59;
    for my $part (0 .. 19) {
        call($db, "CALL record_trades(?, ?)", $seller, '[' . join(',', map { my $n = $part * 5000 + $_; sprintf '{"trade_id":%d,"kind":"trade","at_ms":%d,"sides":[{"guid":%d,"is_bot":1,"copper":%d,"items":[]},{"guid":%d,"is_bot":%d,"copper":0,"items":[[%d,5]]}]}',
            $n, $second * 1000 - $n * 1000, 1 + $n % 5000, rand(1e6), 5001 + $n % 7000, $n % 2, 1000 + $n % $items } 1 .. 5000) . ']');
    }
    call($db, "CALL book_spendings(?, NULL, ?)", $seller, '[' . join(',', map { my $n = $_; "[$n,100]" } 1 .. 1000) . ']') for 1 .. 3;
    call($db, "CALL refresh_market()");
    $db->do("ANALYZE TABLE item_days, item_prices, trades, trade_sides");
    for my $view (qw(v_item_prices v_price_anomalies v_market_health v_gold_ledger v_bot_trades v_spending)) {
        my $rows = 0;
        my @times = map { 1000 * timed(sub { $rows = @{ call($db, "SELECT * FROM `$view`") } }) } 1 .. 15;
        report("view $view, all of it, $total prices, ms", '<=', 100, \@times, undef, "$rows rows");
    }
    for my $query ("SELECT * FROM v_item_prices WHERE item_id = 1234", "SELECT * FROM v_item_prices WHERE revision > (SELECT MAX(revision) - 2 FROM v_item_prices)", "SELECT * FROM x\$bot_trades WHERE bot_guid = 77") {
        my $rows = 0;
        my @times = map { 1000 * timed(sub { $rows = @{ call($db, $query) } }) } 1 .. 15;
        report("$query, ms", '<=', 100, \@times, undef, "$rows rows");
    }
    my @explained = map { 1000 * timed(sub { call($db, "CALL explain_price(1234)") }) } 1 .. 15;
    report('explain_price, ms', '<=', 100, \@explained, undef, '');
    my @booked = map { 1000 * timed(sub { call($db, "CALL book_spendings(?, ?, '[[77,1]]')", $seller, int(rand(2**52))) }) } 1 .. 200;
    report('book_spendings, one purchase, ms', '<=', undef, \@booked, undef, '');
}

sub json { my ($v) = @_; return defined $v ? $v =~ /^-?\d+(\.\d+)?(e-?\d+)?$/i ? $v : '"' . $v =~ s/(["\\])/\\$1/gr . '"' : 'null' }
open my $out, '>', $json_path or die "cannot write $json_path: $!\n";
print {$out} "[\n", join(",\n", map { my $r = $_; '  {' . join(', ', map { "\"$_\": " . json($r->{$_}) } sort keys %$r) . '}' } @results), "\n]\n";
close $out;
my @missed = grep { $_->{reached} eq 'NO' } @results;
printf "%d figures, %d not reached%s\n", scalar @results, scalar @missed, @missed ? ': ' . join('; ', map { $_->{figure} } @missed) : '';
