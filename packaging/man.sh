#!/usr/bin/env bash
# Writes the manual pages from the help of the binary: sluice.1 and one for each command. usage: man.sh BINARY FOLDER DATE
set -euo pipefail
binary=$1 folder=$2 day=$3
version=$("$binary" --version)

# The help's headings become sections, and each of its two-column lines an entry.
page() { # name, words of the command
  local name=$1
  shift
  "$binary" "$@" --help | awk -v name="$name" -v title="${name^^}" -v version="$version" -v day="$day" '
    function plain(text) { gsub(/\\/, "\\e", text); gsub(/-/, "\\-", text); sub(/^\./, "\\\\\\&.", text); return text }
    BEGIN { printf ".TH \"%s\" 1 \"%s\" \"sluice %s\" \"Sluice\"\n", title, day, version }
    /^[A-Z][a-z]+:$/ { section = tolower(substr($0, 1, length($0) - 1)); next }
    /^$/ { next }
    section == "description" {
      sub(/^ +/, "")
      first = $0; sub(/[.;].*/, "", first)
      printf ".SH NAME\n%s \\- %s\n", plain(name), plain(first)
      description = description plain($0) "\n"
      next
    }
    section == "usage" { sub(/^ +/, ""); printf ".SH SYNOPSIS\n.B %s\n.SH DESCRIPTION\n%s", plain($0), description; next }
    {
      if (section != last) { printf ".SH %s\n", toupper(section); last = section }
      sub(/^ +/, "")
      at = match($0, /  +/)
      if (at) printf ".TP\n.B %s\n%s\n", plain(substr($0, 1, at - 1)), plain(substr($0, at + RLENGTH))
      else printf ".TP\n.B %s\n\n", plain($0)
    }'
}

tail_of_main() {
  cat <<'EOF'
.SH ENVIRONMENT
Every setting of a run is also an environment variable, \fBSLUICE_\fR and the name of its option in capitals, and a
key of the file that \fB\-\-config\fR names. Credentials, region, endpoints, proxies and certificates are found as the
AWS CLI finds them.
.SH EXIT STATUS
.TP
.B 0
Done.
.TP
.B 1
A malformed line under \fB\-\-on\-malformed fail\fR; for \fBcheck\fR, something is wrong.
.TP
.B 2
The command line or a setting is wrong.
.TP
.B 3
Input could not be read, or output not be written.
.TP
.B 70
An error in sluice itself; what was parsed before it is written.
.SH FILES
.TP
.B /usr/lib/sluice/sluice.so
The plugin for Fluent Bit; \fBflb\-filter_sluice.so\fR beside it is the name under which it loads as a filter.
.TP
.B /usr/share/doc/sluice/examples
Configurations that run as they stand.
EOF
}

mkdir -p "$folder"
commands=$("$binary" --help | awk '/^Commands:/ { on = 1; next } on && NF { print $1 }')
{
  page sluice
  tail_of_main
  printf '.SH SEE ALSO\n'
  for command in $commands; do printf '.BR sluice\\-%s (1)\n' "$command"; done
} >"$folder/sluice.1"
for command in $commands; do
  { page "sluice-$command" "$command"; printf '.SH SEE ALSO\n.BR sluice (1)\n'; } >"$folder/sluice-$command.1"
done
