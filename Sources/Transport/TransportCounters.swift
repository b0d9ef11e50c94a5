/// What a server has seen since it started, but for the two that say "now".
package struct TransportCounters: Sendable, Hashable {
    /// Channels open now, refused ones not counted.
    package var channelsOpen = 0
    /// Calls open now.
    package var callsOpen = 0
    /// Channels that were served.
    package var channelsAccepted = 0
    /// Channels of unknown callers and over a limit.
    package var channelsRefused = 0
    /// Channels closed because the peer broke the wire.
    package var channelsBroken = 0
    /// Channels closed because a frame took too long to arrive.
    package var partialFrameTimeouts = 0
    /// Channels closed because nobody read their output.
    package var outputTimeouts = 0
    /// Channels closed because more output waited for them than may.
    package var outputOverflows = 0
    /// Times that accepting failed, for want of descriptors for instance.
    package var acceptErrors = 0
    /// Calls handed to the service.
    package var callsStarted = 0
    /// Calls the transport answered with a refusal.
    package var callsRefused = 0
    /// Calls whose deadline passed.
    package var deadlinesExceeded = 0
    /// Answers nobody waited for any more, second answers included.
    package var answersDropped = 0
    /// Frames nobody asked for.
    package var framesIgnored = 0
    /// Bytes read from admitted channels.
    package var receivedByteCount = 0
    /// Bytes handed to the kernel or waiting for room there.
    package var sentByteCount = 0

    package init() {}

    static func + (left: TransportCounters, right: TransportCounters) -> TransportCounters {
        var sum = left
        sum.channelsOpen += right.channelsOpen
        sum.callsOpen += right.callsOpen
        sum.channelsAccepted += right.channelsAccepted
        sum.channelsRefused += right.channelsRefused
        sum.channelsBroken += right.channelsBroken
        sum.partialFrameTimeouts += right.partialFrameTimeouts
        sum.outputTimeouts += right.outputTimeouts
        sum.outputOverflows += right.outputOverflows
        sum.acceptErrors += right.acceptErrors
        sum.callsStarted += right.callsStarted
        sum.callsRefused += right.callsRefused
        sum.deadlinesExceeded += right.deadlinesExceeded
        sum.answersDropped += right.answersDropped
        sum.framesIgnored += right.framesIgnored
        sum.receivedByteCount += right.receivedByteCount
        sum.sentByteCount += right.sentByteCount
        return sum
    }
}
