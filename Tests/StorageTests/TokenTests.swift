import Access
import FoundationEssentials
import Postgres
import Testing

@testable import Storage

extension `Storage on PostgreSQL` {
    @Suite struct `Tokens and status` {
        @Test func `new tokens move the generation, the same tokens and other fields do not`() async throws {
            let story = try await Story.begin()
            let made = try await story.makeConnection(in: story.makeTenant())
            let stored = try await story.update(made.id, TokensPatch(accessTokenCiphertext: .set([1]), refreshTokenCiphertext: .set([2])))
            #expect(stored.tokenGeneration == 2 && stored.hasAccessToken && stored.hasRefreshToken && stored.updatedAt > made.updatedAt)
            #expect(try await story.update(made.id, TokensPatch(accessTokenCiphertext: .set([1]))).tokenGeneration == 2)
            #expect(
                try await story.update(made.id, TokensPatch(status: .set(.error), expiresAt: .set(UnixMicroseconds(5)))).tokenGeneration
                    == 2)

            let cleared = try await story.update(made.id, TokensPatch(refreshTokenCiphertext: .set(nil), expiresAt: .set(nil)))
            #expect(
                cleared.tokenGeneration == 3 && cleared.hasAccessToken && !cleared.hasRefreshToken && cleared.expiresAt == nil
                    && cleared.status == "error")
        }

        @Test func `tokens come back as they were stored, for the role service only`() async throws {
            let story = try await Story.begin()
            let tenant = try await story.makeTenant()
            var new = NewConnection.some()
            new.accessTokenCiphertext = [0, 255, 7]
            let made = try await story.makeConnection(in: tenant, new)
            let service = try await story.member(.service, of: tenant)
            let tokens = try await story.storage.getConnectionTokens(
                story.call(service).scope(for: .tokensRead), id: made.id
            ).ask()
            #expect(
                tokens
                    == TokensRecord(
                        id: made.id, tenantID: tenant, accessTokenCiphertext: [0, 255, 7], refreshTokenCiphertext: nil, expiresAt: nil,
                        tokenGeneration: 1, status: "active"))
            _ = try await story.update(made.id, TokensPatch(status: .set(.revoked)))
            await expectRefusal(.connectionRevoked) {
                try await story.storage.getConnectionTokens(story.call(service).scope(for: .tokensRead), id: made.id).ask()
            }
            await expectRefusal(.capabilityMissing) {
                try await story.storage.getConnectionTokens(story.call().scope(for: .tokensRead), id: made.id).ask()
            }
        }

        @Test func `of 200 updates derived from one generation one wins, and every loser is told the present one`() async throws {
            let story = try await Story.begin()
            let made = try await story.makeConnection(in: story.makeTenant())
            let losers = try await withThrowingTaskGroup(of: Int64?.self) { group in
                for n in 0..<200 {
                    group.addTask {
                        do {
                            _ = try await story.update(
                                made.id, TokensPatch(accessTokenCiphertext: .set([UInt8(n)]), expectedTokenGeneration: 1))
                            return nil
                        } catch StorageError.tokenGenerationMismatch(let current) {
                            return current
                        }
                    }
                }
                return try await group.reduce(into: [Int64]()) { losers, current in if let current { losers.append(current) } }
            }
            #expect(losers == Array(repeating: 2, count: 199))
            #expect(try await story.get(made.id).tokenGeneration == 2)
        }

        @Test(arguments: ConnectionStatus.allCases, ConnectionStatus.allCases)
        func `a status is reached only over an edge, and revoked is left only with a new access token`(
            from: ConnectionStatus, to: ConnectionStatus
        )
            async throws
        {
            let story = try await Story.begin()
            var new = NewConnection.some()
            new.status = from
            new.accessTokenCiphertext = [1]
            new.refreshTokenCiphertext = [2]
            let made = try await story.makeConnection(in: story.makeTenant(), new)
            let patches: [(TokensPatch, isAllowed: Bool)] = [
                (TokensPatch(status: .set(to)), from != .revoked || to == .revoked),
                (TokensPatch(accessTokenCiphertext: .set([1]), status: .set(to)), from != .revoked || to == .revoked),
                (TokensPatch(refreshTokenCiphertext: .set(nil), status: .set(to)), from != .revoked || to == .revoked),
                (TokensPatch(refreshTokenCiphertext: .set([9]), status: .set(to)), from != .revoked || to == .revoked),
                (TokensPatch(accessTokenCiphertext: .set([9]), status: .set(to)), from != .revoked || to != .error),
            ]
            for (patch, isAllowed) in patches {
                if isAllowed {
                    #expect(try await story.update(made.id, patch).status == to.rawValue)
                } else {
                    await expectRefusal(.statusTransition) { try await story.update(made.id, patch) }
                    #expect(try await story.get(made.id) == made, "\(patch)")
                }
                if from != to, isAllowed { break }
            }
        }
    }
}
