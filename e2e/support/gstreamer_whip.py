"""Publishes a red picture in H.264 and a tone in Opus by WHIP with GStreamer's webrtcbin, until it is ended by SIGINT or SIGTERM.

Arguments: the URL, the token, and the most pictures from key frame to key frame. It needs what Debian has as python3-gi,
gir1.2-gst-plugins-bad-1.0, gstreamer1.0-nice and gstreamer1.0-plugins-base, -good, -bad and -ugly. With "--check" it only says by
its exit status whether all of that is there.
"""
import signal
import sys
import urllib.parse
import urllib.request

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

PIPELINE = """
webrtcbin name=whip bundle-policy=max-bundle
videotestsrc is-live=true pattern=red ! video/x-raw,width=320,height=240,framerate=15/1 ! videoconvert
  ! x264enc tune=zerolatency speed-preset=ultrafast bframes=0 key-int-max={interval} ! video/x-h264,profile=constrained-baseline
  ! rtph264pay config-interval=-1 aggregate-mode=zero-latency ! queue
  ! application/x-rtp,media=video,encoding-name=H264,payload=96 ! whip.
audiotestsrc is-live=true freq=440 ! audioconvert ! opusenc ! rtpopuspay ! queue
  ! application/x-rtp,media=audio,encoding-name=OPUS,payload=97 ! whip.
"""
NEEDED = ["webrtcbin", "nicesrc", "dtlsenc", "srtpenc", "x264enc", "opusenc", "rtph264pay", "rtpopuspay"]


class Publisher:
    """One publication, from its offer to its DELETE (RFC 9725)."""

    def __init__(self, url, token, interval):
        self.url = url
        self.headers = {"authorization": f"Bearer {token}"}
        self.session = None
        self.fault = None
        self.loop = GLib.MainLoop()
        self.pipeline = Gst.parse_launch(PIPELINE.format(interval=interval))
        self.whip = self.pipeline.get_by_name("whip")
        for index in range(2):
            transceiver = self.whip.emit("get-transceiver", index)
            transceiver.set_property("direction", GstWebRTC.WebRTCRTPTransceiverDirection.SENDONLY)
        self.whip.connect("on-negotiation-needed", self.negotiate)
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::error", lambda _, message: self.fail(message.parse_error()))
        # webrtcbin makes its senders after the pipeline has begun: they learn their latency from this, as gst-launch-1.0 does it.
        bus.connect("message::latency", lambda *_: self.pipeline.recalculate_latency())

    def run(self):
        """Publishes until it is ended. Returns what went wrong."""
        for name in (signal.SIGINT, signal.SIGTERM):
            GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, name, self.loop.quit)
        self.pipeline.set_state(Gst.State.PLAYING)
        self.loop.run()
        if self.session is not None:
            urllib.request.urlopen(urllib.request.Request(self.session, headers=self.headers, method="DELETE"))
        self.pipeline.set_state(Gst.State.NULL)
        return self.fault

    def fail(self, fault):
        self.fault = fault
        self.loop.quit()

    def negotiate(self, _):
        self.whip.emit("create-offer", None, Gst.Promise.new_with_change_func(self.offered, None))

    def offered(self, promise, _):
        """Sends the offer; the server's candidates are all in its answer."""
        # Python has to hold the reply as long as it uses what is in it.
        reply = promise.get_reply()
        offer = reply.get_value("offer")
        self.whip.emit("set-local-description", offer, Gst.Promise.new())
        headers = {"content-type": "application/sdp", **self.headers}
        request = urllib.request.Request(self.url, offer.sdp.as_text().encode(), headers)
        try:
            with urllib.request.urlopen(request) as response:
                self.session = urllib.parse.urljoin(self.url, response.headers["location"])
                _, answer = GstSdp.SDPMessage.new_from_text(response.read().decode())
        except urllib.error.HTTPError as error:
            self.fail(error.read().decode())
            return
        description = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, answer)
        self.whip.emit("set-remote-description", description, Gst.Promise.new())


Gst.init(None)
if sys.argv[1] == "--check":
    sys.exit(0 if all(Gst.ElementFactory.find(name) for name in NEEDED) else 1)
sys.exit(Publisher(*sys.argv[1:4]).run())
