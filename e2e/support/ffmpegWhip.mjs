// Publishes a test picture and a tone by WHIP with the FFmpeg that the composer uses, until it is ended: URL, token and size are
// its arguments. As
// `ffmpeg -re -f lavfi -i testsrc2 -f lavfi -i sine -c:v libx264 -profile:v baseline -bf 0 -g 30 -c:a libopus -f whip`.
import { Decoder, Demuxer, Encoder, Muxer } from 'node-av';

const [url = '', token = '', size = 'small'] = process.argv.slice(2);

/** Noise that does not compress, with a red stripe on the left. */
const LARGE = {
	source: 'testsrc2=s=320x240:r=25,noise=alls=100:allf=t,drawbox=w=iw/3:color=red:t=fill',
	options: { b: 12_000_000, maxrate: 12_000_000, bufsize: 12_000_000 },
};
const SMALL = { source: 'testsrc2=s=320x240:r=15', options: {} };
const { source, options: rate } = size === 'large' ? LARGE : SMALL;

const picture = await Demuxer.open(`${source},format=yuv420p`, { format: 'lavfi' });
const sound = await Demuxer.open('sine=f=440:r=48000,aformat=s16:48000:stereo', { format: 'lavfi' });
const output = await Muxer.open(url, { format: 'whip', options: { authorization: token } });

const tracks = await Promise.all([
	track(picture, picture.video(), 'libx264', {
		profile: 'baseline',
		bf: 0,
		g: 30,
		preset: 'ultrafast',
		tune: 'zerolatency',
		...rate,
	}),
	track(sound, sound.audio(), 'libopus', {}),
]);
const began = performance.now();
await Promise.all(tracks.map(({ send }) => send()));

async function track(input, stream, codec, options) {
	const decoder = await Decoder.create(stream);
	const encoder = await Encoder.create(codec, { decoder, options });
	const index = output.addStream(encoder);
	return {
		async send() {
			for await (const packet of encoder.packets(decoder.frames(input.packets(stream.index)))) {
				if (packet === null) continue;
				const { num, den } = packet.timeBase;
				const due = (Number(packet.pts) * num * 1000) / den;
				const wait = due - (performance.now() - began);
				if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
				await output.writePacket(packet, index);
			}
		},
	};
}
