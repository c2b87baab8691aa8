/** A drawn person before a drawn wall: each number looks different, all of them breathe. */
export function personVideo(seed: number): MediaStreamTrack {
	return animate(960, 540, (context, time) => {
		const hue = (seed * 67 + 200) % 360;
		const wall = context.createLinearGradient(0, 0, 960, 540);
		wall.addColorStop(0, `hsl(${hue} 24% 62%)`);
		wall.addColorStop(1, `hsl(${(hue + 30) % 360} 28% 38%)`);
		context.fillStyle = wall;
		context.fillRect(0, 0, 960, 540);
		context.fillStyle = `hsl(${(hue + 180) % 360} 26% 70% / 0.5)`;
		context.fillRect(90 + (seed % 3) * 60, 60, 170, 220);
		context.fillStyle = `hsl(${hue} 20% 28% / 0.4)`;
		context.fillRect(690 - (seed % 2) * 50, 90, 190, 450);
		const sway = Math.sin(time / 900 + seed) * 8;
		const skin = ['#f0c8a0', '#8d5b3e', '#d9a066', '#5c3a28', '#f4d7bd', '#b97d56'][seed % 6] ?? '#d9a066';
		const hair = ['#2b1d14', '#141414', '#6b4423', '#c9a36a', '#3a3a3f', '#7a2e1d'][(seed * 5 + 1) % 6] ?? '#141414';
		context.fillStyle = `hsl(${(hue + 140) % 360} 38% 34%)`;
		context.beginPath();
		context.ellipse(480 + sway, 600, 230, 190, 0, 0, 7);
		context.fill();
		context.fillStyle = skin;
		context.fillRect(438 + sway, 370, 84, 80);
		context.fillStyle = hair;
		context.beginPath();
		context.ellipse(480 + sway, 258, 122, seed % 2 === 0 ? 140 : 172, 0, 0, 7);
		context.fill();
		context.fillStyle = skin;
		context.beginPath();
		context.ellipse(480 + sway, 286, 100, 126, 0, 0, 7);
		context.fill();
		context.fillStyle = '#221a16';
		for (const side of [-38, 38]) {
			context.beginPath();
			context.ellipse(480 + sway + side, 272, 8, time % 4000 < 140 ? 1 : 10, 0, 0, 7);
			context.fill();
		}
		context.strokeStyle = '#7c3b35';
		context.lineWidth = 6;
		context.beginPath();
		context.arc(480 + sway, 318, 40, 0.35, Math.PI - 0.35);
		context.stroke();
	});
}

/** A drawn slide with a chart. */
export function screenVideo(): MediaStreamTrack {
	return animate(1600, 900, (context, time) => {
		context.fillStyle = '#fbfaf7';
		context.fillRect(0, 0, 1600, 900);
		context.fillStyle = '#16181d';
		context.font = '700 64px Figtree Variable, sans-serif';
		context.fillText('Calls per day', 110, 160);
		context.fillStyle = '#6a6f79';
		context.font = '400 32px Figtree Variable, sans-serif';
		context.fillText('First week after the move', 110, 215);
		const days = [0.32, 0.4, 0.38, 0.55, 0.63, 0.7, 0.92];
		for (const [index, value] of days.entries()) {
			const height = value * 480 * (0.985 + 0.015 * Math.sin(time / 700 + index));
			context.fillStyle = index === 6 ? '#f2a922' : '#cfd6de';
			context.beginPath();
			context.roundRect(110 + index * 200, 780 - height, 140, height, 18);
			context.fill();
			context.fillStyle = '#6a6f79';
			context.font = '500 28px Figtree Variable, sans-serif';
			context.fillText(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][index] ?? '', 152 + index * 200, 830);
		}
	});
}

function animate(width: number, height: number, draw: (context: CanvasRenderingContext2D, time: number) => void) {
	const canvas = document.createElement('canvas');
	canvas.width = width;
	canvas.height = height;
	const context = canvas.getContext('2d');
	if (context === null) throw new Error('This browser cannot draw');
	draw(context, 0);
	setInterval(() => draw(context, performance.now()), 150);
	const [track] = canvas.captureStream(7).getVideoTracks();
	if (track === undefined) throw new Error('This browser cannot capture a canvas');
	return track;
}
