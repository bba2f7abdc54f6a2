#!/usr/bin/env bash
# Deployment, upgrade, failure, revert, install.sql, dump and load on private servers. TAP.
cd "$(dirname "$0")/../.."
. ci/lib.sh
. ci/test.sh
set +e
work=$(mktemp -d /tmp/playerbot-deploy.XXXXXX)
chmod 755 "$work"
trap 'for d in "$work"/*/; do ci/server stop "$d" >/dev/null 2>&1; done; rm -rf "$work" "$SCRATCH"' EXIT
# is NAME COMMAND...: passes when the command succeeds; its output is shown when not.
fails() { ! "$@"; }
# says TEXT COMMAND...: the command fails and says so.
says() { local text=$1 output; shift; output=$("$@" 2>&1) && { echo "succeeded: $output"; return 1; }; grep -qF -- "$text" <<<"$output" || { echo "$output"; return 1; }; }
same() { diff "$1" "$2"; }
use() { export DB_SOCKET=$work/$1/mysql.sock DB_USER=root DB_HOST='' DB_PORT='' DB_PASSWORD='' DB_DEFAULTS_FILE=''; rm -f "$SCRATCH/client.cnf"; }
start() { SERVER_BUFFER_POOL=64M ci/server start "$work/$1" ${2:-} && use "$1" && ci/sql -e 'SET GLOBAL event_scheduler = OFF'; }
dump() { mariadb-dump --no-defaults --user=root --socket="$DB_SOCKET" --skip-dump-date --routines --events --triggers "$@" | sed -E 's/AUTO_INCREMENT=[0-9]+ ?//; s/^(-- Host|-- Server|-- MariaDB dump).*//; s/ STARTS .[-0-9: ]+.//'; }
schema() { dump --no-data "$1"; dump --no-create-info "$1" settings errors event_runs --skip-triggers 2>/dev/null | sed -E "s/NULL,NULL,NULL,[0-9]+,[0-9]+,NULL/RUNS/g; s/\('(prune|reclaim|refill|sample)',([0-9]+),[^)]*\)/('\1',\2)/g"; }
names() { AUTH_SCHEMA=auth CHARACTERS_SCHEMA=characters WORLD_SCHEMA=world PLAYERBOT_SCHEMA=playerbot; export AUTH_SCHEMA CHARACTERS_SCHEMA WORLD_SCHEMA PLAYERBOT_SCHEMA; export HOST_CORE=auto; }
drop_all() { ci/sql -e 'DROP DATABASE IF EXISTS auth; DROP DATABASE IF EXISTS characters'; }

is 'two private servers start' start one && is 'second server' start two
use one
for core in trinitycore azerothcore; do
  names
  HOST_CORE=$core ci/demo-host
  dump auth >"$work/auth.before"; dump characters >"$work/characters.before"
  is "$core: preflight accepts" ci/preflight
  is "$core: deploy" ci/deploy
  schema playerbot >"$work/fresh.$core"
  dump playerbot >"$work/data.1"
  is "$core: deploy again" ci/deploy
  dump playerbot >"$work/data.2"
  is "$core: deploying twice changes nothing" same "$work/data.1" "$work/data.2"
  is "$core: verify" ci/verify
  is "$core: status" ci/status
  ci/sql playerbot -e 'CREATE OR REPLACE FUNCTION by_hand() RETURNS INT RETURN 1'
  is "$core: verify names what was changed by hand" says 'function by_hand extra' ci/verify
  is "$core: deploy removes what the manifest does not name" ci/deploy
  is "$core: verify again" ci/verify
  is "$core: revert --dry-run changes nothing" ci/revert --dry-run
  is "$core: revert wants a confirmation" says 'not confirmed' ci/revert </dev/null
  is "$core: still there" ci/verify
  is "$core: revert" ci/revert --yes
  dump auth >"$work/auth.after"; dump characters >"$work/characters.after"
  is "$core: revert leaves auth as before" same "$work/auth.before" "$work/auth.after"
  is "$core: revert leaves characters as before" same "$work/characters.before" "$work/characters.after"
  is "$core: no role, user or schema is left" test -z "$(ci/sql -Ne "SELECT User FROM mysql.global_priv WHERE User LIKE 'playerbot%' UNION SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE 'playerbot%'")"
  is "$core: revert of nothing does no harm" ci/revert --yes

  is "$core: an earlier tag" ci/deploy --to @v0.1.0
  is "$core: status says that it is incomplete" says 'incomplete' ci/status
  is "$core: upgrade" ci/deploy
  schema playerbot >"$work/upgraded"
  is "$core: an upgrade gives the schema of a fresh install" same "$work/fresh.$core" "$work/upgraded"
  ci/revert --yes >/dev/null 2>&1

  is "$core: make dist" ci/dist
  is "$core: install.sql" sh -c 'mariadb --no-defaults --comments --user=root --socket="$DB_SOCKET" <dist/install.sql'
  schema playerbot >"$work/installed"
  is "$core: install.sql gives the same schema" same "$work/fresh.$core" "$work/installed"
  is "$core: install.sql a second time is refused" says 'is installed already' sh -c 'mariadb --no-defaults --comments --user=root --socket="$DB_SOCKET" <dist/install.sql'
  is "$core: deploy takes over what install.sql made" ci/deploy
  is "$core: verify after that" ci/verify
  ci/revert --yes >/dev/null 2>&1
  drop_all
done

names
HOST_CORE=trinitycore ci/demo-host
dump characters >"$work/characters.before"
# A deployment that fails half way, and its repair.
ci/sql -e 'CREATE DATABASE playerbot; CREATE TABLE playerbot.samples (x INT)'
is 'a deployment that fails in the middle says where it stands' says 'run deploy again' env -i PATH="$PATH" DB_SOCKET="$DB_SOCKET" DB_USER=root ci/deploy
dump characters >"$work/characters.after"
is 'it has not touched the host tables' same "$work/characters.before" "$work/characters.after"
is 'status says that it is incomplete' says 'incomplete' ci/status
ci/sql -e 'DROP TABLE IF EXISTS playerbot.samples'
is 'deploy again repairs it' ci/deploy
schema playerbot >"$work/repaired"
is 'and gives the schema of a fresh install' same "$work/fresh.trinitycore" "$work/repaired"
ci/revert --yes >/dev/null 2>&1

# What preflight refuses, with what it says.
ci/sql -e 'ALTER TABLE characters.characters DROP COLUMN at_login'
is 'preflight: a host column is missing' says 'characters.characters lacks at_login' ci/preflight
is 'deploy changes nothing then' says 'nothing was changed' ci/deploy
ci/sql -e 'ALTER TABLE characters.characters ADD COLUMN at_login SMALLINT UNSIGNED NOT NULL DEFAULT 0, ENGINE=Aria'
is 'preflight: an engine without transactions' says 'characters.characters is Aria' ci/preflight
ci/sql -e 'ALTER TABLE characters.characters ENGINE=InnoDB'
ci/sql characters -e 'CREATE TRIGGER trg_bot_character_insert AFTER INSERT ON characters FOR EACH ROW SET @x = 1'
is 'preflight: a foreign trigger of our name' says 'another deployment owns them' ci/preflight
ci/sql characters -e 'DROP TRIGGER trg_bot_character_insert; CREATE TRIGGER theirs AFTER INSERT ON characters FOR EACH ROW SET @x = 1'
is 'preflight: other triggers are reported and fine' ci/preflight
ci/sql characters -e 'DROP TRIGGER theirs'
is 'preflight: no such schema' says "no account_access table in schema 'nowhere'" env AUTH_SCHEMA=nowhere ci/preflight
is 'preflight: a bad name' says 'wanted: 1 to 48 letters' env 'AUTH_SCHEMA=a b' ci/preflight
is 'preflight: the same name twice' says 'three different names' env AUTH_SCHEMA=characters ci/preflight
is 'preflight: no server' says 'cannot connect to MariaDB' env DB_SOCKET=/nonexistent.sock ci/preflight
ci/sql -e "CREATE USER small@localhost IDENTIFIED BY 'small-secret'; GRANT SELECT ON *.* TO small@localhost"
is 'preflight: missing rights' says 'lacks' env DB_USER=small DB_PASSWORD=small-secret ci/preflight
is 'preflight --json is JSON' sh -c 'ci/preflight --json | perl -MJSON::PP -0777 -ne "decode_json(\$_)"'
ci/sql -e 'SET GLOBAL event_scheduler = OFF'
is 'preflight: the event scheduler is off: a warning' sh -c 'ci/preflight 2>&1 | grep WARN | grep event_scheduler'

# Any schema names, a password over TCP-like options, and a second deployment beside the first.
is 'deploy with default names' ci/deploy
export AUTH_SCHEMA='my_Auth' CHARACTERS_SCHEMA='chars$2' WORLD_SCHEMA=w PLAYERBOT_SCHEMA='pb$1'
HOST_CORE=azerothcore ci/demo-host
ci/sql -e "CREATE USER \`admin\`@localhost IDENTIFIED BY 'pa\"ss \\\\w''ord#$$'; GRANT ALL ON *.* TO \`admin\`@localhost WITH GRANT OPTION"
# A watcher reads every command line of the machine while the deployment runs; the password is of this run only. The deployment has it by
# the shell's own assignment: env(1) would have it on its command line.
( while [ ! -e "$work/watched" ]; do cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ' | grep -ao ".\{0,60\}ord[#]$$" >>"$work/seen"; done ) &
watcher=$!
deploy_as_admin() { DB_USER=admin DB_PASSWORD="pa\"ss \\w'ord#$$" ci/deploy; }
is 'deploy with other names, another core and a password' deploy_as_admin
is 'verify with other names' ci/verify
is 'it works there' ci/sql 'pb$1' -e 'CALL create_accounts(3, NULL); CALL refill_pool(5); INSERT INTO `chars$2`.characters (guid, account, name, taximask) VALUES (1, 1, "A", ""); CALL delete_all_accounts(5)'
touch "$work/watched"
wait $watcher
is 'no password stood on any command line meanwhile' equals "$(cat "$work/seen")" ''
is 'revert with other names' ci/revert --yes
names
is 'the first deployment is as it was' ci/verify

# Dump and load on another server.
ci/sql playerbot -e 'CALL create_accounts(5, NULL); CALL refill_pool(NULL)' >/dev/null
ci/sql playerbot -e 'INSERT INTO characters.characters (guid, account, name, level, taximask) SELECT seq, 1 + seq MOD 3, CONCAT("N", seq), seq, "" FROM seq_1_to_36;
  ' 2>/dev/null
ci/sql playerbot -e 'INSERT INTO characters.characters (guid, account, name, level, taximask) SELECT seq, 1 + seq MOD 3, CONCAT("N", seq), seq, "" FROM seq_1_to_27;
  INSERT INTO auth.account (username, salt, verifier) VALUES ("HUMAN", REPEAT("a", 32), REPEAT("b", 32));
  INSERT INTO characters.characters (guid, account, name, taximask) SELECT 500, id, "Human", "" FROM auth.account WHERE username = "HUMAN";
  INSERT INTO characters.item_instance (guid, owner_guid) VALUES (1, 1), (2, 500); INSERT INTO characters.item_instance_gems (itemGuid) VALUES (1);
  CALL set_setting("max_characters_per_account", "7"); UPDATE accounts SET kept_count = 0; CALL fix_character_limits(); CALL register_agent("a", "h", "v"); CALL acquire_account(1, NULL)' >/dev/null
is 'dump-bots refuses while accounts are leased' says 'accounts are leased' ci/dump-bots "$work/bots.sql"
ci/sql playerbot -e 'CALL release_accounts(1)' >/dev/null
is 'dump-bots' ci/dump-bots "$work/bots.sql"
is 'the file is for its owner only' test "$(stat -c %a "$work/bots.sql")" = 600
facts() { ci/sql -N playerbot -e 'SELECT account_id, bnet_account_id, email, character_count, max_characters, excess_count, fence FROM accounts ORDER BY account_id; SELECT guid, account, name, level, deleteInfos_Name FROM characters.characters WHERE guid < 500 ORDER BY guid; SELECT guid, owner_guid FROM characters.item_instance WHERE owner_guid < 500; SELECT * FROM characters.item_instance_gems; SELECT guid, account_id, name FROM disabled_characters ORDER BY guid; SELECT id, username, HEX(salt), HEX(verifier) FROM auth.account WHERE username <> "HUMAN" ORDER BY id; SELECT * FROM auth.realmcharacters ORDER BY acctid'; }
facts >"$work/facts.1"
is 'load-bots onto the same server is refused, and changes nothing' says 'nothing was loaded' ci/load-bots "$work/bots.sql"
facts >"$work/facts.2"
is 'nothing changed' same "$work/facts.1" "$work/facts.2"
use two
HOST_CORE=trinitycore ci/demo-host
ci/deploy >/dev/null 2>&1
ci/sql playerbot -e 'CALL set_setting("max_characters_per_account", "7")' >/dev/null
is 'load-bots on another server' ci/load-bots "$work/bots.sql"
facts >"$work/facts.2"
is 'accounts, characters and our rows are the same there' same "$work/facts.1" "$work/facts.2"
is 'the human is not there' test "$(ci/sql -N -e 'SELECT COUNT(*) FROM auth.account WHERE username = "HUMAN"')" = 0
is 'counts are the truth, no orphan' test "$(ci/sql -N playerbot -e 'SELECT (SELECT COUNT(*) FROM v_limit_violations WHERE verdict = "miscounted") + (SELECT COUNT(*) FROM v_orphans)')" = 0
is 'accounts can be made and leased there' ci/sql playerbot -e 'CALL create_account(NULL, NULL); CALL register_agent("b", "h", "v"); CALL acquire_accounts(1, 3, NULL)'
head -n 20 "$work/bots.sql" >"$work/half.sql"
is 'half a file is refused' says 'no end mark' ci/load-bots "$work/half.sql"
ci/server stop "$work/two"

# The binary log.
SERVER_OPTIONS=--log-bin start three >/dev/null 2>&1
HOST_CORE=trinitycore ci/demo-host
ci/sql -e "CREATE USER plain@localhost IDENTIFIED BY 'plain-secret'; GRANT ALL ON *.* TO plain@localhost WITH GRANT OPTION; REVOKE SUPER, BINLOG ADMIN ON *.* FROM plain@localhost"
is 'preflight: binary log without trust' says 'log_bin_trust_function_creators' env DB_USER=plain DB_PASSWORD=plain-secret ci/preflight
is 'deploy with the binary log on' ci/deploy
is 'everything works with the binary log on' ci/sql playerbot -e 'CALL create_accounts(3, NULL); CALL refill_pool(5); CALL register_agent("a", "h", "v"); CALL acquire_account(1, 1); CALL acquire_accounts(1, 2, 2); CALL release_accounts(1); CALL validate_startup(); CALL delete_all_accounts(5)'
echo "1..$number"
exit $failed
