import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Codec } from '@roomcast/contract/composer/track';
import { ffmpeg } from '@roomcast/testing/media/ffmpeg';
import { InputFile } from '../../src/av/input-file.ts';
import { annexBUnits } from '../../src/bitstream/annex-b.ts';
import type { EncodedFrame } from '../../src/rtp/encoded-frame.ts';

const ENCODERS: Readonly<Record<Exclude<Codec, 'opus'>, readonly string[]>> = {
	vp8: ['-c:v', 'libvpx', '-threads', '1', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '500k', '-f', 'webm'],
	vp9: ['-c:v', 'libvpx-vp9', '-threads', '1', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '500k', '-f', 'webm'],
	h264: ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-profile:v', 'baseline', '-f', 'h264'],
	av1: ['-c:v', 'libsvtav1', '-preset', '12', '-svtav1-params', 'pred-struct=1', '-f', 'webm'],
};

/** Coded frames without times, as a depacketizer gives them. */
export type CodedFrame = Omit<EncodedFrame, 'timestamp'>;

async function coded(arguments_: readonly string[]): Promise<{ data: Buffer; keyFrame: boolean }[]> {
	const folder = await mkdtemp(join(tmpdir(), 'composer-coded-'));
	try {
		const path = join(folder, 'coded');
		await ffmpeg([...arguments_, '-y', path]);
		const input = await InputFile.open(path);
		const found: { data: Buffer; keyFrame: boolean }[] = [];
		for await (const { packet } of input.packets()) {
			found.push({ data: Buffer.from(packet.data), keyFrame: packet.keyFrame });
			packet.free();
		}
		await input.close();
		return found;
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * A colour for some seconds at 30 pictures a second.
 *
 * @param keyEvery pictures from one key frame to the next
 * @param right colour of the right half
 */
export async function codedPicture(
	codec: Exclude<Codec, 'opus'>,
	color: string,
	seconds: number,
	keyEvery: number,
	size = { width: 320, height: 180 },
	right = color,
): Promise<CodedFrame[]> {
	const half = `drawbox=x=iw/2:w=iw/2:h=ih:t=fill:color=${right}`;
	const source = `color=c=${color}:s=${size.width}x${size.height}:r=30:d=${seconds},${half}`;
	const gop = ['-pix_fmt', 'yuv420p', '-g', `${keyEvery}`, '-keyint_min', `${keyEvery}`];
	const frames = await coded(['-f', 'lavfi', '-i', source, ...gop, ...ENCODERS[codec]]);
	return frames.map(({ data, keyFrame }) => ({
		// As the depacketizer joins them: four bytes before each unit.
		data:
			codec === 'h264' ? Buffer.concat(annexBUnits(data).flatMap((unit) => [Buffer.from([0, 0, 0, 1]), unit])) : data,
		keyFrame,
		...(keyFrame ? { size } : {}),
	}));
}

/** A tone in Opus frames of 20 ms. @param tone Hz */
export async function codedSound(tone: number, seconds: number): Promise<CodedFrame[]> {
	const source = `aevalsrc=0.4*sin(2*PI*${tone}*t)|0.4*sin(2*PI*${tone}*t):s=48000:c=stereo:d=${seconds}`;
	const frames = await coded(['-f', 'lavfi', '-i', source, '-c:a', 'libopus', '-b:a', '64k', '-f', 'webm']);
	return frames.map(({ data }) => ({ data, keyFrame: true }));
}
