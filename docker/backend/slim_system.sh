#!/bin/sh
# Removes from the base image what a finished environment does not need: pip, headers, symbols, documentation, and what
# installs, formats and converts (apt, perl, file systems, character sets). The list of packages stays, for scanners.
set -eu
apt-get update
apt-get install --yes --no-install-recommends binutils
find /usr/local/lib -type f -name '*.so*' -exec strip --strip-unneeded {} +
apt-get purge --yes --auto-remove binutils perl 'libperl5*' 'perl-modules-*'
dpkg --purge --force-depends --force-remove-essential --force-remove-protected apt libapt-pkg6.0 e2fsprogs libext2fs2 perl-base
rm -rf /var/lib/apt /var/cache/* /var/log/* /usr/share/doc /usr/share/man /usr/share/info /usr/lib/*/gconv

cd /usr/local
rm -rf include bin/pip* bin/pydoc* bin/2to3* bin/idle* bin/python*-config lib/pkgconfig share
cd lib/python3*
rm -rf config-3* distutils ensurepip idlelib lib2to3 pydoc_data site-packages/* test tkinter turtledemo
