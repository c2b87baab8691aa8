#!/usr/bin/env bash
# FFmpeg's MP4 muxer puts the first packet after a flush right behind the one before, however much later it is.
#
# Versions:  FFmpeg's libavformat as in node-av 6.1.1, muxer "mp4" with movflags=+hybrid_fragmented.
# Expected:  av_write_frame(NULL) writes out what the muxer holds, and nothing else. Two pictures of 0.1 s, at 0 s and at 20 s,
#            are a file of 20.1 s, with a flush between them or without.
# Happens:   With the flush the second picture is at 0.1 s, and the file lasts 0.2 s. No call returns an error.
# Hurts:     Recorders that flush so that a crash loses little: all pauses are gone, and pictures and sound drift apart.
# Roomcast:  It never flushes with NULL. Fragments are cut by `frag_duration` and written through with
#            AVFMT_FLAG_FLUSH_PACKETS, and the last picture is written once more at the end of a pause, instead of
#            flushed: packages/composer/src/av/muxer.ts, packages/composer/src/sinks/lasting-picture.ts.
#
# Needs npm and Node.js 20. Exits with 1 when the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts node-av@6.1.1

cat > try.mjs <<'JS'
import * as C from 'node-av/constants';
import { Codec, CodecContext, Dictionary, FFmpegError, FormatContext, Frame, Packet, Rational } from 'node-av/lib';

const check = (code) => FFmpegError.throwIfError(code);
const TENTHS = new Rational(1, 10);

/** Two grey key frames, and what the muxer has to know of them. */
async function encode() {
	const codec = Codec.findEncoderByName('libx264');
	const encoder = new CodecContext();
	encoder.allocContext3(codec);
	encoder.width = 320;
	encoder.height = 180;
	encoder.pixelFormat = C.AV_PIX_FMT_YUV420P;
	encoder.timeBase = TENTHS;
	encoder.gopSize = 1;
	encoder.maxBFrames = 0;
	encoder.flags |= C.AV_CODEC_FLAG_GLOBAL_HEADER;
	encoder.setOption('tune', 'zerolatency');
	check(await encoder.open2(codec, null));
	const pictures = [];
	for (const grey of [60, 180]) {
		const frame = new Frame();
		frame.alloc();
		frame.width = 320;
		frame.height = 180;
		frame.format = C.AV_PIX_FMT_YUV420P;
		check(frame.getBuffer(0));
		for (const [plane, bytes] of frame.data.entries()) bytes.fill(plane === 0 ? grey : 128);
		frame.pts = BigInt(pictures.length);
		check(await encoder.sendFrame(frame));
		const packet = new Packet();
		packet.alloc();
		check(await encoder.receivePacket(packet));
		pictures.push(Buffer.from(packet.data));
		packet.free();
		frame.free();
	}
	const extradata = Buffer.from(encoder.extraData);
	encoder.freeContext();
	return { pictures, extradata };
}

/** Writes the pictures, at 0 s and at 20 s. @returns when they are in the file, and how long it is, seconds */
async function write({ pictures, extradata }, path, flush) {
	const output = new FormatContext();
	check(output.allocOutputContext2(null, 'mp4', path));
	const stream = output.newStream(null);
	Object.assign(stream.codecpar, { codecType: C.AVMEDIA_TYPE_VIDEO, codecId: C.AV_CODEC_ID_H264, width: 320, height: 180, extradata });
	stream.timeBase = new Rational(1, 90_000);
	check(await output.openOutput());
	check(await output.writeHeader(Dictionary.fromObject({ movflags: '+hybrid_fragmented', frag_duration: '500000' })));
	for (const [index, data] of pictures.entries()) {
		const packet = new Packet();
		packet.alloc();
		packet.data = data;
		packet.streamIndex = 0;
		packet.timeBase = TENTHS;
		packet.pts = BigInt(index * 200);
		packet.dts = packet.pts;
		packet.duration = 1n;
		packet.setFlags(C.AV_PKT_FLAG_KEY);
		packet.rescaleTs(TENTHS, stream.timeBase);
		check(await output.writeFrame(packet));
		packet.free();
		if (flush && index === 0) check(await output.writeFrame(null));
	}
	check(await output.writeTrailer());
	await output.closeOutput();
	output.freeContext();

	const input = new FormatContext();
	check(await input.openInput(path, null, null));
	check(await input.findStreamInfo(null));
	const { num, den } = input.streams[0].timeBase;
	const times = [];
	const packet = new Packet();
	packet.alloc();
	while ((await input.readFrame(packet)) >= 0) {
		times.push((Number(packet.pts) * num) / den);
		packet.unref();
	}
	const seconds = Number(input.duration) / 1_000_000;
	await input.closeInput();
	return { times, seconds };
}

const media = await encode();
const found = {};
for (const flush of [false, true]) {
	const { times, seconds } = await write(media, `${flush}.mp4`, flush);
	console.log(`${flush ? 'with' : 'without'} a flush: pictures at ${times.join(' s and ')} s, the file lasts ${seconds.toFixed(1)} s`);
	found[flush] = seconds.toFixed(1);
}
const same = found.false === '20.1' && found.true === '0.2';
console.log(same ? 'As described.' : 'CHANGED: see the times above.');
process.exit(same ? 0 : 1);
JS
node try.mjs
