#!/bin/sh
# Makes the sample files again: a short tone in every audio container and a small picture in every image container.
set -e
cd "$(dirname "$0")"
tone="-f lavfi -i sine=frequency=440:duration=0.4:sample_rate=22050 -ac 1 -map_metadata -1 -fflags +bitexact -flags:a +bitexact"
quiet="-nostdin -hide_banner -loglevel error -y"
ffmpeg $quiet $tone -c:a flac tone.flac
ffmpeg $quiet $tone -c:a libmp3lame -b:a 32k -id3v2_version 3 -metadata title=Tone tone-tagged.mp3
ffmpeg $quiet $tone -c:a libmp3lame -b:a 32k -id3v2_version 0 -write_id3v1 0 tone.mp3
ffmpeg $quiet $tone -c:a libvorbis -q:a 0 tone.ogg
ffmpeg $quiet $tone -c:a libopus -b:a 24k -ar 24000 tone.opus
ffmpeg $quiet $tone -c:a aac -b:a 32k tone.aac
ffmpeg $quiet $tone -c:a aac -b:a 32k tone.m4a
ffmpeg $quiet $tone -c:a pcm_s16le -ar 8000 tone.wav
picture="-f lavfi -i testsrc=size=48x32:rate=1:duration=1 -frames:v 1 -map_metadata -1 -fflags +bitexact -flags:v +bitexact"
ffmpeg $quiet $picture -q:v 12 picture.jpg
ffmpeg $quiet $picture -pix_fmt pal8 picture.png
ffmpeg $quiet $picture -c:v libwebp picture.webp
ffmpeg $quiet $picture picture.gif
