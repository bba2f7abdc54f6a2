# Common part of all scripts here: settings from the environment, messages, the database client. Sourced, never run.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
: "${DB_HOST:=}" "${DB_PORT:=}" "${DB_SOCKET:=}" "${DB_USER:=}" "${DB_PASSWORD:=}" "${DB_DEFAULTS_FILE:=}"
: "${AUTH_SCHEMA:=auth}" "${CHARACTERS_SCHEMA:=characters}" "${WORLD_SCHEMA:=world}" "${PLAYERBOT_SCHEMA:=playerbot}" "${HOST_CORE:=auto}"
export DB_HOST DB_PORT DB_SOCKET DB_USER DB_PASSWORD DB_DEFAULTS_FILE
export AUTH_SCHEMA CHARACTERS_SCHEMA WORLD_SCHEMA PLAYERBOT_SCHEMA HOST_CORE
VERSION=$(cat "$ROOT/VERSION")
export VERSION

if [ -t 2 ]; then BOLD=$'\e[1m' RED=$'\e[31m' YELLOW=$'\e[33m' GREEN=$'\e[32m' PLAIN=$'\e[0m'; else BOLD='' RED='' YELLOW='' GREEN='' PLAIN=''; fi
say() { printf '%s\n' "${BOLD}playerbot:${PLAIN} $*" >&2; }
warn() { printf '%s\n' "${YELLOW}playerbot: warning:${PLAIN} $*" >&2; }
die() { local code=1; case $1 in [0-9]) code=$1; shift ;; esac; printf '%s\n' "${RED}playerbot: error:${PLAIN} $*" >&2; exit "$code"; }

# The text at the head of each script is its help.
show_help() { sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p}' "$0"; exit 0; }
case ${1:-} in -h | --help) show_help ;; esac

# Work files of this run, the option file with the password among them: mode 0700, gone at exit. Made at once and
# by the script itself: a subshell that made its own would leave it behind.
SCRATCH=$(umask 077 && mktemp -d "${TMPDIR:-/tmp}/playerbot.XXXXXX")
trap 'rm -rf "$SCRATCH"' EXIT

check_schema_names() {
  local name value
  for name in AUTH_SCHEMA CHARACTERS_SCHEMA WORLD_SCHEMA PLAYERBOT_SCHEMA; do
    value=${!name}
    [[ $value =~ ^[A-Za-z0-9_\$]{1,48}$ ]] || die 2 "$name is '$value'; wanted: 1 to 48 letters, digits, _ or \$"
  done
  [ "$(printf '%s\n' "$AUTH_SCHEMA" "$CHARACTERS_SCHEMA" "$PLAYERBOT_SCHEMA" | sort -u | wc -l)" = 3 ] ||
    die 2 "AUTH_SCHEMA, CHARACTERS_SCHEMA and PLAYERBOT_SCHEMA are '$AUTH_SCHEMA', '$CHARACTERS_SCHEMA', '$PLAYERBOT_SCHEMA'; wanted: three different names"
  case $HOST_CORE in auto | trinitycore | azerothcore) ;; *) die 2 "HOST_CORE is '$HOST_CORE'; wanted: trinitycore, azerothcore or auto" ;; esac
}

# A password goes into an option file, never into arguments, where every user of the machine could read it.
option_file() {
  local file=$SCRATCH/client.cnf
  if [ ! -e "$file" ]; then
    { [ -z "$DB_DEFAULTS_FILE" ] || printf '!include %s\n' "$(realpath "$DB_DEFAULTS_FILE")"
      echo '[client]'
      # A quoted value of an option file takes \\ and \" as escapes.
      [ -z "$DB_PASSWORD" ] || { local p=${DB_PASSWORD//\\/\\\\}; printf 'password="%s"\n' "${p//\"/\\\"}"; }
      [ -z "$DB_USER" ] || printf 'user="%s"\n' "$DB_USER"
      [ -z "$DB_HOST" ] || printf 'host="%s"\n' "$DB_HOST"
      [ -z "$DB_PORT" ] || printf 'port=%s\n' "$DB_PORT"
      [ -z "$DB_SOCKET" ] || printf 'socket="%s"\n' "$DB_SOCKET"
    } >"$file"
  fi
  OPTION_FILE=$file
}

# One client for everything. What is pinned here would otherwise be baked into each routine or change its meaning:
# comments, character set, collation of literals, sql_mode, time zone.
client() {
  option_file
  mariadb --defaults-file="$OPTION_FILE" --no-auto-rehash --comments --default-character-set=utf8mb4 \
    --init-command="SET SESSION sql_mode='STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION', time_zone='+00:00', collation_connection='utf8mb4_unicode_ci'" "$@"
}
ask() { client --batch --skip-column-names --execute "$1"; }
need_server() {
  local message
  message=$(client --batch --execute 'SELECT 1' 2>&1 >/dev/null) ||
    die 2 "cannot connect to MariaDB: $message; set DB_HOST and DB_PORT or DB_SOCKET, DB_USER, DB_PASSWORD, or DB_DEFAULTS_FILE"
}
has_row() { [ -n "$(ask "$1")" ]; }
has_table() { has_row "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = '$1' AND TABLE_NAME = '$2'"; }
has_column() { has_row "SELECT 1 FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = '$1' AND TABLE_NAME = '$2' AND COLUMN_NAME = '$3'"; }

# Finds out which family the host databases belong to, by the column each names its own way.
detect_host() {
  local seen=unknown
  has_column "$AUTH_SCHEMA" account_access gmlevel && seen=azerothcore
  has_column "$AUTH_SCHEMA" account_access SecurityLevel && seen=trinitycore
  [ "$HOST_CORE" != auto ] || HOST_CORE=$seen
  HAS_BATTLENET=0
  ! has_table "$AUTH_SCHEMA" battlenet_accounts || HAS_BATTLENET=1
  export HOST_CORE HAS_BATTLENET
}

# Files of the manifest as they are loaded, in order: "kind path".
manifest() {
  local accounts=azerothcore
  [ "$HAS_BATTLENET" = 0 ] || accounts=trinitycore
  sed -e '/^#/d' -e '/^$/d' -e "s/{core}/$HOST_CORE/" -e "s/{accounts}/$accounts/" "$ROOT/sql/manifest"
}
render() { "$ROOT/ci/render" "$@"; }

# Tables of the world database that a view reads.
world_tables() { grep -v '^--' "$1" | grep -oE '\bworld\.[a-z_]+' | sed 's/world\.//' | sort -u; }
# Whether they are there; what is there is asked for once.
has_world_tables() {
  : "${WORLD_TABLES:=$(ask "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '$WORLD_SCHEMA'") .}"
  local table
  for table in $(world_tables "$1"); do grep -qx "$table" <<<"${WORLD_TABLES% .}" || return 1; done
}
# AzerothCore lets a place choose among three creatures; TrinityCore calls its only one id.
world_names() {
  : "${WORLD_ID:=$(has_column "$WORLD_SCHEMA" creature id1 || ! has_column "$WORLD_SCHEMA" creature id && echo id1 || echo id)}"
  sed "s/\bc\.id1 AS entry\b/c.$WORLD_ID AS entry/"
}
