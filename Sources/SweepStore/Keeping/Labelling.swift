import SweepCore

extension Reference {
    /// The condition on a table with columns `sweep` and `run`, as `tag` has them; the id is parameter 1.
    fileprivate var isOwner: String {
        switch self {
        case .sweep: "sweep = ?1"
        case .run: "run = ?1"
        }
    }

    var id: Int64 {
        switch self {
        case .sweep(let sweep): sweep.id.rawValue
        case .run(let run): run.id.rawValue
        }
    }

    /// The table that the named thing is a row of.
    var table: String {
        switch self {
        case .sweep: "sweep"
        case .run: "run"
        }
    }
}

extension StoreReader {
    /// The tags of a sweep or run, by name.
    package func tags(of reference: Reference) throws -> [String] {
        try read { connection in
            try connection.all(
                "SELECT name FROM tag WHERE \(reference.isOwner) ORDER BY name", reference.id
            ) { $0.text(0) }
        }
    }
}

extension StoreWriter {
    /// Gives a sweep or run tags and takes others away; what is there or gone already stays so.
    ///
    /// The row's `rev` grows with them, so that readers who look for changes find these too.
    @available(*, noasync)
    package func changeTags(
        of reference: Reference, adding: [String], removing: [String]
    ) throws {
        try perform { connection in
            for name in removing {
                try connection.run(
                    "DELETE FROM tag WHERE \(reference.isOwner) AND name = ?2", reference.id, name)
            }
            for name in adding {
                try connection.run(
                    """
                    INSERT INTO tag (\(reference.table), name) VALUES (?, ?) ON CONFLICT DO NOTHING
                    """, reference.id, name)
            }
            try connection.run(
                "UPDATE \(reference.table) SET rev = ? WHERE id = ?", try connection.nextRev(),
                reference.id)
        }
    }

    /// Sets the note of a sweep or run; `nil` takes it away.
    @available(*, noasync)
    package func setNote(_ note: String?, of reference: Reference) throws {
        try perform { connection in
            try connection.run(
                "UPDATE \(reference.table) SET note = ? WHERE id = ?", note, reference.id)
        }
    }

    /// Hides sweeps and runs from lists, or shows them again.
    @available(*, noasync)
    package func setArchived(_ isArchived: Bool, _ references: [Reference]) throws {
        try perform { [clock] connection in
            for reference in references {
                try connection.run(
                    """
                    UPDATE \(reference.table) SET archived_at = ?
                    WHERE id = ? AND (archived_at IS NULL) = ?
                    """, isArchived ? clock() : nil, reference.id, isArchived)
            }
        }
    }

    /// Gives a sweep or run another name; a sweep's view is then called after it too.
    ///
    /// - Throws: `StoreError.nameTaken` when another sweep, or another run of the sweep, has it.
    @available(*, noasync)
    package func rename(_ reference: Reference, to name: String) throws {
        try perform { connection in
            try TakenName.refuse(name, for: reference, connection: connection)
            try connection.run(
                "UPDATE \(reference.table) SET name = ? WHERE id = ?", name, reference.id)
            guard case .sweep(let sweep) = reference else { return }
            try SweepView.remove(of: sweep.id, on: connection)
            try SweepView.rebuild(for: sweep.id, on: connection)
        }
    }
}

extension StoreReader {
    /// - Throws: As `StoreWriter.rename`, before anything is opened for writing.
    package func checkName(_ name: String, isFreeFor reference: Reference) throws {
        try read { try TakenName.refuse(name, for: reference, connection: $0) }
    }
}

/// Sweeps have different names, and so have the runs of a sweep.
private enum TakenName {
    static func refuse(
        _ name: String, for reference: Reference, connection: StoreConnection
    ) throws {
        let owner =
            switch reference {
            case .sweep(let sweep):
                try connection.first(
                    "SELECT uid FROM sweep WHERE name = ? AND id <> ?", name, sweep.id
                ) { $0.text(0) }
            case .run(let run):
                try connection.first(
                    "SELECT uid FROM run WHERE name = ? AND id <> ? AND sweep IS ?", name, run.id,
                    run.sweep
                ) { $0.text(0) }
            }
        if let owner { throw StoreError.nameTaken(name: name, owner: owner) }
    }
}
