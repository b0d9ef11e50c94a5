internal import TenonClient

/// What the loops call, and where they count.
struct LoadTarget: Sendable {
    let clients: [TenonClient]
    let recorders: [LoadRecorder]
    let calls: LoadCalls
    let mix: LoadMix
    let stop: StopSign

    /// Histograms take memory: more channels than this share theirs.
    static let recorderCountMax = 8

    func recorder(of channel: Int) -> LoadRecorder { recorders[channel % recorders.count] }
}
