import FoundationEssentials
import Glibc
import Testing

@testable import EmbeddedPostgres

@Suite struct `A private PostgreSQL` {
    @Test func `its first start makes the database and its roles`() throws {
        let place = Place()
        let server = place.server()
        let endpoint = try server.start()
        let facts = """
            SELECT current_user || ' ' || rolcreaterole || ' ' || rolinherit || ' ' || rolsuper FROM pg_roles WHERE rolname = current_user
            """
        #expect(try ask(endpoint.migrateURL, facts) == answer("tenon_owner true true false"))
        #expect(try ask(endpoint.databaseURL, facts) == answer("tenon_login false false false"))
        #expect(try ask(endpoint.superuserURL, facts) == answer("postgres true true true"))
        let database = """
            SELECT pg_get_userbyid(datdba) || ' ' || pg_encoding_to_char(encoding) || ' ' || datcollate FROM pg_database WHERE datname = 'tenon'
            """
        #expect(try ask(endpoint.databaseURL, database) == answer("tenon_owner UTF8 C"))
        #expect(try ask(endpoint.migrateURL, "CREATE TABLE t (n integer)").status == 0)
        #expect(try ask(endpoint.databaseURL, "CREATE TABLE u (n integer)").text.contains("permission denied"))
        #expect(try ask(endpoint.databaseURL, "SHOW fsync") == answer("on"))
        #expect(try ask(endpoint.databaseURL, "SHOW listen_addresses") == answer(""))
        server.stop()
    }

    @Test func `a second start finds what was committed before`() throws {
        let place = Place()
        let first = place.server()
        let sql = "CREATE TABLE kept (n integer); INSERT INTO kept VALUES (42)"
        #expect(try ask(first.start().migrateURL, sql).status == 0)
        first.stop()
        #expect(place.postmaster == nil)
        let second = place.server()
        #expect(try ask(second.start().migrateURL, "SELECT n FROM kept") == answer("42"))
        second.stop()
    }

    @Test func `a second daemon on the same state directory is refused and the first one is unaffected`() throws {
        let place = Place()
        let first = place.server()
        let endpoint = try first.start()
        #expect(throws: EmbeddedPostgresError.stateDirectoryInUse(path: place.path)) { try place.server().start() }
        #expect(throws: EmbeddedPostgresError.alreadyStarted) { try first.start() }
        #expect(try ask(endpoint.databaseURL, "SELECT 1") == answer("1"))
        first.stop()
    }

    @Test func `a daemon killed with SIGKILL takes its server down in order and the next start needs no hand`() async throws {
        let place = Place()
        let path = place.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let server = server(at: path)
            let endpoint = try server.start()
            #expect(try ask(endpoint.migrateURL, "CREATE TABLE kept (n integer); INSERT INTO kept VALUES (7)").status == 0)
            withExtendedLifetime(server) { _ = kill(getpid(), SIGKILL) }
        }
        let next = place.server()
        let endpoint = try next.start()
        #expect(try ask(endpoint.migrateURL, "SELECT n FROM kept") == answer("7"))
        let log = try #require(Descriptor.open(place.path + "/postgres.log", O_RDONLY)).text(byteCountMax: 65_536)
        #expect(log.contains("received fast shutdown request"))
        #expect(!log.contains("was not properly shut down"))
        next.stop()
    }

    @Test func `a first start killed in the middle leaves nothing half made`() async throws {
        let place = Place()
        let path = place.path
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let watcher = try PermanentThread {
                waitForDraft(in: path)
                kill(getpid(), SIGKILL)
            }
            _ = try? server(at: path).start()
            watcher.join()
        }
        #expect(modeAndOwner(path + "/data") == "missing")
        let next = place.server()
        #expect(try ask(next.start().databaseURL, "SELECT 1") == answer("1"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasPrefix("data") } == ["data"])
        next.stop()
    }

    @Test func `what is called like an unfinished first start and is none is removed, too`() throws {
        let place = Place()
        #expect(mkdir(place.path, 0o711) == 0 || errno == EEXIST)
        #expect(FileManager.default.createFile(atPath: place.path + "/data.new-file", contents: nil))
        #expect(symlink("/nowhere", place.path + "/data.new-link") == 0)
        let server = place.server()
        #expect(try ask(server.start().databaseURL, "SELECT 1") == answer("1"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).filter { $0.hasPrefix("data") } == ["data"])
        server.stop()
    }

    @Test func `a first start that is stopped in the middle ends at once`() throws {
        let place = Place()
        let server = place.server()
        let watcher = try PermanentThread { [path = place.path] in
            waitForDraft(in: path)
            server.stop()
        }
        #expect(throws: EmbeddedPostgresError.stopped) { try server.start() }
        watcher.join()
        #expect(modeAndOwner(place.path + "/data") == "missing")
    }

    @Test func `a server that dies is started again with everything committed`() throws {
        let place = Place()
        let server = place.server()
        let endpoint = try server.start()
        #expect(try ask(endpoint.migrateURL, "CREATE TABLE kept (n integer); INSERT INTO kept VALUES (3)").status == 0)
        let old = try #require(PostmasterFile(inDataDirectory: place.path + "/data"))
        kill(old.pid, SIGKILL)
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            if let new = PostmasterFile(inDataDirectory: place.path + "/data"), new.pid != old.pid, new.isReady { break }
            sched_yield()
        }
        #expect(try ask(endpoint.migrateURL, "SELECT n FROM kept") == answer("3"))
        server.stop()
        #expect(place.postmaster == nil)
    }

    @Test func `a server whose daemon is gone is shut down in order`() throws {
        let place = Place()
        let first = place.server()
        _ = try first.start()
        first.stop()
        // The same server again, as the child of a process that no longer looks after it.
        let directory = try StateDirectory(path: place.path, user: ServerUser())
        let server = try Server(
            directory: directory, binaries: ServerBinaries(dataVersion: directory.dataVersion), log: ServerLog(path: directory.log),
            stopRequest: EventFlag())
        let orphan = try server.launch()
        try OldServer(dataDirectory: directory.data, socket: directory.socket, uid: directory.user.uid).end(stopRequest: EventFlag())
        #expect(orphan.wait(within: .zero) == .ended(status: 0))
        #expect(place.postmaster == nil)
    }

    @Test func `a postmaster file that names a living stranger does not keep the server from starting`() throws {
        let place = Place()
        let first = place.server()
        _ = try first.start()
        let file = PostmasterFile.path(in: place.path + "/data")
        let text = try #require(textOfFile(file))
        first.stop()
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let stranger = (["\(getpid())"] + lines.dropFirst().map(String.init)).joined(separator: "\n")
        #expect(try #require(Descriptor.open(file, O_WRONLY | O_CREAT, mode: 0o644)).write(stranger))
        let second = place.server()
        #expect(try ask(second.start().databaseURL, "SELECT 1") == answer("1"))
        second.stop()
    }

    @Test func `a socket's lock that names a living process of the server's user does not keep the server from starting`() throws {
        let place = Place()
        let first = place.server()
        _ = try first.start()
        let lock = place.path + "/run/.s.PGSQL.5432.lock"
        let text = try #require(textOfFile(lock))
        first.stop()
        let stranger = try Child.spawn(ServerUser().launching(["/bin/sleep", "600"], deathSignal: "KILL"), errors: nil)
        defer { stranger.end([]) }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let stale = (["\(stranger.pid)"] + lines.dropFirst().map(String.init)).joined(separator: "\n")
        let user = try ServerUser()
        #expect(try #require(Descriptor.open(lock, O_WRONLY | O_CREAT, mode: 0o600)).write(stale))
        #expect(chown(lock, user.uid, user.gid) == 0)
        let second = place.server()
        #expect(try ask(second.start().databaseURL, "SELECT 1") == answer("1"))
        second.stop()
    }

    @Test func `data that is a link is refused, wherever it leads`() throws {
        let place = Place(), elsewhere = Place()
        let first = elsewhere.server()
        _ = try first.start()
        first.stop()
        #expect(mkdir(place.path, 0o711) == 0 && symlink(elsewhere.path + "/data", place.path + "/data") == 0)
        let user = try ServerUser()
        #expect(lchown(place.path + "/data", user.uid, user.gid) == 0)
        #expect(throws: EmbeddedPostgresError.stateDirectoryUnusable(path: place.path + "/data", why: "it is not a directory")) {
            try place.server().start()
        }
    }

    @Test func `what an unfinished first start left is removed, and nothing that a link in it leads to`() throws {
        let place = Place(), user = try ServerUser()
        let draft = place.path + "/data.new-1", kept = place.path + "/kept"
        #expect(mkdir(place.path, 0o711) == 0 && mkdir(kept, 0o711) == 0 && mkdir(kept + "/inner", 0o711) == 0)
        #expect(mkdir(draft, 0o700) == 0 && mkdir(draft + "/base", 0o700) == 0 && symlink(kept, draft + "/base/link") == 0)
        for path in [draft, draft + "/base"] { #expect(chown(path, user.uid, user.gid) == 0) }
        let server = place.server()
        _ = try server.start()
        server.stop()
        #expect(modeAndOwner(draft) == "missing")
        #expect(modeAndOwner(kept + "/inner").hasPrefix("711"))
    }

    @Test func `only the kernel's word for who one is lets anybody in`() throws {
        let place = Place()
        let server = place.server()
        let endpoint = try server.start()
        let methods = "SELECT string_agg(type || ' ' || auth_method || ' ' || array_to_string(options, ','), ';') FROM pg_hba_file_rules"
        #expect(try ask(endpoint.superuserURL, methods) == answer("local peer map=tenon"))
        #expect(try ask(endpoint.superuserURL, "CREATE ROLE stranger LOGIN; GRANT CONNECT ON DATABASE tenon TO stranger").status == 0)
        let asStranger = endpoint.databaseURL.replacing("tenon_login@", with: "stranger@")
        #expect(try ask(asStranger, "SELECT 1").text.contains("Peer authentication failed"))
        server.stop()
    }

    @Test func `what a state directory can not be is refused with the reason`() throws {
        let place = Place()
        let long = place.path + "/" + String(repeating: "d", count: 100)
        #expect(throws: EmbeddedPostgresError.self) { try server(at: long).start() }
        #expect(throws: EmbeddedPostgresError.self) { try server(at: "").start() }
        let file = place.path + "/file"
        #expect(FileManager.default.createFile(atPath: file, contents: nil))
        #expect(throws: EmbeddedPostgresError.stateDirectoryUnusable(path: file, why: "it is not a directory")) {
            try server(at: file).start()
        }
        #expect(throws: EmbeddedPostgresError.self) { try server(at: "/tmp").start() }
    }

    @Test func `data of another major version is refused before anything is touched`() throws {
        let place = Place()
        #expect(mkdir(place.path, 0o711) == 0)
        #expect(mkdir(place.path + "/data", 0o700) == 0)
        let user = try ServerUser()
        #expect(chown(place.path + "/data", user.uid, user.gid) == 0)
        #expect(try #require(Descriptor.open(place.path + "/data/PG_VERSION", O_WRONLY | O_CREAT, mode: 0o644)).write("9\n"))
        let error = #expect(throws: EmbeddedPostgresError.self) { try place.server().start() }
        guard case .versionMismatch("9", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `a server that can not start says why in one line`() throws {
        let place = Place()
        let first = place.server()
        _ = try first.start()
        first.stop()
        #expect(unlink(place.path + "/data/global/pg_control") == 0)
        let error = #expect(throws: EmbeddedPostgresError.self) { try place.server().start() }
        guard case .startFailed(let lastLine) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!lastLine.isEmpty && !lastLine.contains("\n"))
    }

    @Test func `nobody but its users comes near the data`() throws {
        let place = Place()
        let server = place.server()
        _ = try server.start()
        let user = try ServerUser()
        #expect(modeAndOwner(place.path) == (isRoot ? "711 0" : "700 \(user.uid)"))
        #expect(modeAndOwner(place.path + "/data") == "700 \(user.uid)")
        #expect(modeAndOwner(place.path + "/run") == "700 \(user.uid)")
        #expect(modeAndOwner(place.path + "/postgres.log") == "600 \(geteuid())")
        let postmaster = try #require(place.postmaster)
        let process = try #require(statusOfFile("/proc/\(postmaster)"))
        #expect(process.st_uid == user.uid && process.st_uid != 0 && process.st_uid != 65534)
        let status = try #require(textOfFile("/proc/\(postmaster)/status"))
        #expect(status.contains("NoNewPrivs:\t1"))
        if isRoot { #expect(status.contains("Groups:\t \n")) }
        server.stop()
    }
}

/// What needs a second OS user, which only root has at hand.
@Suite(.enabled(if: isRoot, "needs root")) struct `A private PostgreSQL and other OS users` {
    @Test func `another OS user gets no connection`() throws {
        let place = Place()
        let server = place.server()
        let endpoint = try server.start()
        let psql = try #require(ServerBinaries.program("psql"))
        let stranger = ["/usr/bin/setpriv", "--reuid", "1", "--regid", "1", "--clear-groups", "--"]
        for url in [endpoint.databaseURL, endpoint.migrateURL, endpoint.superuserURL] {
            #expect(try run(stranger + [psql, "-X", "-c", "SELECT 1", url]).text.contains("Permission denied"))
        }
        // Even with the door of the directory open, the kernel's word is what counts.
        #expect(chmod(place.path + "/run", 0o711) == 0)
        #expect(try run(stranger + [psql, "-X", "-c", "SELECT 1", endpoint.databaseURL]).text.contains("Peer authentication failed"))
        server.stop()
    }

    @Test func `a daemon of an ordinary OS user runs the server as that user`() async {
        await #expect(processExitsWith: .success) {
            #expect(setgroups(0, nil) == 0 && setgid(1) == 0 && setuid(1) == 0)
            let place = Place()
            let server = place.server()
            let endpoint = try server.start()
            #expect(try ask(endpoint.migrateURL, "SELECT current_user") == answer("tenon_owner"))
            #expect(modeAndOwner(place.path) == "700 1")
            #expect(modeAndOwner(place.path + "/data") == "700 1")
            let postmaster = try #require(place.postmaster)
            #expect(modeAndOwner("/proc/\(postmaster)").hasSuffix(" 1"))
            server.stop()
        }
    }

    @Test func `nobody runs no server`() async {
        await #expect(processExitsWith: .success) {
            #expect(setgroups(0, nil) == 0 && setgid(65534) == 0 && setuid(65534) == 0)
            let place = Place()
            #expect(throws: EmbeddedPostgresError.daemonUserUnsuited(uid: 65534)) { try place.server().start() }
        }
    }

    @Test func `a state directory the server's user can not reach is refused by the name of the barrier`() throws {
        let place = Place()
        #expect(mkdir(place.path, 0o700) == 0)
        let error = EmbeddedPostgresError.unreachable(directory: place.path, user: "postgres")
        #expect(throws: error) { try server(at: place.path + "/state").start() }
    }
}

@Suite struct `An endpoint` {
    @Test(arguments: [("/var/lib/tenon/run", "%2Fvar%2Flib%2Ftenon%2Frun"), ("/tmp/a b,ü", "%2Ftmp%2Fa%20b%2C%C3%BC")])
    func `names its socket directory percent-encoded`(directory: String, encoded: String) {
        let endpoint = Endpoint(socketDirectory: directory)
        #expect(endpoint.databaseURL == "postgresql://tenon_login@\(encoded):5432/tenon")
        #expect(endpoint.migrateURL == "postgresql://tenon_owner@\(encoded):5432/tenon")
    }
}
