#!/usr/bin/env bash
# `gst-inspect-1.0 --exists` says no of elements that are there and work.
#
# Versions:  GStreamer 1.22.0 (Debian 12) and 1.28: gst-inspect-1.0, with the elements of libnice 0.1.21 (gstreamer1.0-nice).
# Expected:  `gst-inspect-1.0 --exists nicesink` ends with 0 where `gst-inspect-1.0 nicesink` describes the element.
# Happens:   It ends with 1. Without `--atleast-version` it asks for a plugin of GStreamer's own version at least, here 1.22, and
#            those from elsewhere count otherwise: libnice 0.1.21, and all that are written in Rust (whipclientsink 0.15).
# Hurts:     Scripts and tests that look whether WebRTC is to be had, and then do without it, or skip.
# Roomcast:  It asks with `gst-inspect-1.0 NAME`: e2e/support/gstreamerWhip.ts.
#
# Needs gst-inspect-1.0 and the plugin: Debian's gstreamer1.0-tools and gstreamer1.0-nice. Exits with 1 when the behaviour has
# changed.
set -euo pipefail
command -v gst-inspect-1.0 > /dev/null || { echo 'gst-inspect-1.0 is not there'; exit 2; }

answer() { "$@" > /dev/null 2>&1 && echo yes || echo no; }

plain=$(answer gst-inspect-1.0 nicesink)
exists=$(answer gst-inspect-1.0 --exists nicesink)
lower=$(answer gst-inspect-1.0 --exists --atleast-version=0.1 nicesink)
echo "GStreamer:                             $(gst-inspect-1.0 --version | head -n 1)"
echo "plugin of nicesink:                    $(gst-inspect-1.0 nicesink | awk '$1 == "Version" { print $2 }')"
echo "gst-inspect-1.0 nicesink:              $plain"
echo "--exists nicesink:                     $exists"
echo "--exists --atleast-version=0.1:        $lower"
[ "$plain" = yes ] || { echo 'libnice is not there'; exit 2; }
[ "$exists" = no ] && [ "$lower" = yes ]
