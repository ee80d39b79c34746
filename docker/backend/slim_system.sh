#!/bin/sh
# Removes from the base image what a finished environment does not need: pip, headers, symbols, documentation, and perl's
# modules where the base has them. Debian stays Debian: apt and the list of packages are whole, for scanners too.
set -eu
apt-get update
apt-get install --yes --no-install-recommends binutils
find /usr/local/lib -type f -name '*.so*' -exec strip --strip-unneeded {} +
apt-get purge --yes --auto-remove binutils perl 'libperl5*' 'perl-modules-*'
rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/* /usr/share/doc /usr/share/man /usr/share/info

cd /usr/local
rm -rf include bin/pip* bin/pydoc* bin/2to3* bin/idle* bin/python*-config lib/pkgconfig share
cd lib/python3*
rm -rf config-3* ensurepip idlelib lib2to3 pydoc_data site-packages/* test tkinter turtledemo
