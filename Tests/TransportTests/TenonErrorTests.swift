import Messages
import TTRPC
import Testing

@testable import TenonClient

@Suite struct `What a client is told of a refusal` {
    @Test(arguments: [
        (StatusCode.resourceExhausted, "REPLY_TOO_LARGE", true), (.resourceExhausted, "OVERLOADED", false),
        (.unavailable, "DRAINING", false), (.unknown, "OUTCOME_UNKNOWN", true),
    ])
    func `whether the call may have run, by code and reason`(code: StatusCode, reason: String, mayHaveRun: Bool) {
        let info = StatusDetail(typeURL: "type.googleapis.com/google.rpc.ErrorInfo", value: ErrorInfo(reason: reason).packed())
        let error = TenonError(Status(code: code, message: "", details: [info]))
        #expect(error.reason == reason)
        #expect(error.mayHaveRun == mayHaveRun)
    }
}
