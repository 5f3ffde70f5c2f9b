#!/usr/bin/env bash
# Packs what publish.sh made for one architecture (x64, arm64): a tree as installed, then a tarball, a .deb and an .rpm of
# that tree in dist/. Every date is the commit's, every owner root, every order sorted: the same commit gives the same bytes.
# Needs a runnable sluice for the pages: build/x64's on x64.
set -euo pipefail
cd "$(dirname "$0")/.."
arch=$1
runnable=${2:-build/$arch/dist/sluice}
scripts/need.sh dpkg-deb rpmbuild

version=$("$runnable" --version)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
name=sluice-$version-linux-$arch
work=build/$arch/pack
tree=$work/tree
rm -rf "$work"
mkdir -p "$work" dist

put() { install -D -m "$1" "$2" "$tree/$3"; }
put 755 "build/$arch/dist/sluice" usr/bin/sluice
put 644 "build/$arch/dist/sluice.so" usr/lib/sluice/sluice.so
ln -s sluice.so "$tree/usr/lib/sluice/flb-filter_sluice.so"

packaging/man.sh "$runnable" "$work/man" "$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)"
for page in "$work"/man/*.1; do
  gzip -9n "$page"
  put 644 "$page.gz" "usr/share/man/man1/$(basename "$page").gz"
done
"$runnable" completion bash >"$work/bash" && put 644 "$work/bash" usr/share/bash-completion/completions/sluice
"$runnable" completion zsh >"$work/zsh" && put 644 "$work/zsh" usr/share/zsh/vendor-completions/_sluice
"$runnable" completion fish >"$work/fish" && put 644 "$work/fish" usr/share/fish/vendor_completions.d/sluice.fish

gzip -9nc CHANGELOG.md >"$work/changelog.gz" && put 644 "$work/changelog.gz" usr/share/doc/sluice/changelog.gz
put 644 README.md usr/share/doc/sluice/README.md
put 644 LICENSE usr/share/doc/sluice/copyright
git ls-files 'THIRD-PARTY-NOTICES*' | while read -r file; do put 644 "$file" "usr/share/doc/sluice/$file"; done
(cd deploy && git ls-files) | while read -r file; do
  case $file in
    systemd/*.service) put 644 "deploy/$file" "usr/lib/systemd/system/$(basename "$file")" ;;
    *) put 644 "deploy/$file" "usr/share/doc/sluice/examples/$file" ;;
  esac
done
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +

# The tarball: the same tree under one folder.
tar -C "$tree" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" --transform "s,^\.,$name," \
  -cf - . | gzip -9n >"dist/$name.tar.gz"

# The .deb.
deb=$work/deb
cp -a "$tree" "$deb"
mkdir "$deb/DEBIAN"
case $arch in x64) machine=amd64 rpm=x86_64 ;; arm64) machine=arm64 rpm=aarch64 ;; esac
sed -e "s/@VERSION@/$version/" -e "s/@ARCH@/$machine/" -e "s/@SIZE@/$(du -sk --apparent-size "$tree" | cut -f1)/" packaging/control >"$deb/DEBIAN/control"
(cd "$deb" && find usr -type f | LC_ALL=C sort | xargs md5sum) >"$deb/DEBIAN/md5sums"
find "$deb" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --build "$deb" "dist/sluice_${version}_$machine.deb" >/dev/null

# The .rpm, of files that are already made: nothing is compiled, stripped or compressed again.
{
  echo /usr/lib/sluice
  echo "%dir /usr/share/doc/sluice"
  (cd "$tree" && find . \( -type f -o -type l \) ! -path './usr/lib/sluice/*' | LC_ALL=C sort | sed 's,^\.,,')
} >"$work/files"
# rpmbuild splits paths at blanks, so it is given one that has none.
short=$(mktemp -d)
trap 'rm -rf "$short"' EXIT
ln -s "$PWD/$work" "$short/pack"
rpmbuild -bb --quiet --target "$rpm" --buildroot "$short/pack/root" \
  --define "_topdir $short/pack/rpm" --define "_rpmdir $short/pack/rpm" --define "_dbpath $short/pack/rpmdb" \
  --define "sluice_tree $short/pack/tree" --define "file_list $short/pack/files" --define "sluice_version $version" packaging/sluice.spec
mv "$work/rpm/$rpm/"*.rpm dist/
