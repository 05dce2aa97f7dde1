using System.Text;
using System.Text.Json;
using LiveOps.Core.Ids;
using LiveOps.Core.Notices;
using LiveOps.Progression.Grants;
using LiveOps.Progression.Rules;

namespace LiveOps.Progression.State;

/// <summary>What operators grant.</summary>
internal sealed partial class ProgressionState
{
    private GivenGrants _given = new();
    private GrantJobs _jobs = new();

    /// <summary>What the rules in force allow to grant.</summary>
    public GrantLimits Limits
    {
        get
        {
            lock (_gate)
                return _books.Rules.Grants;
        }
    }

    /// <summary>A job as it stands; null when there is none.</summary>
    public GrantJob? FindJob(string id)
    {
        lock (_gate)
            return _jobs.Find(_given, id) is { } job ? Shown(job) : null;
    }

    /// <summary>The newest jobs, newest first.</summary>
    public IReadOnlyList<GrantJob> ListJobs(int most)
    {
        lock (_gate)
            return [.. _jobs.All.Reverse().Take(most).Select(Shown)];
    }

    /// <summary>A job that has players left and is not stopped, and whose turn is next; null for none.</summary>
    public (string Id, int From)? NextTurn()
    {
        lock (_gate)
            return _jobs.All.FirstOrDefault(job => job.Status == GrantJobStatus.Running) is { } job ? (_given[job.Content].Id, job.At) : null;
    }

    // What changed nothing is not in the audit: it stands there already, or was refused.
    private static bool HasChanged(object? outcome) => outcome switch
    {
        null or false => false,
        GrantOutcome grant => grant.Status == GrantStatus.Granted,
        GrantJobOutcome job => job == GrantJobOutcome.Made,
        GrantJobSwitch job => job.IsChanged,
        _ => true,
    };

    // Under the lock.
    private object? ExecuteGrants(ReadOnlySpan<byte> command, bool isAudited)
    {
        using BinaryReader reader = GrantCommand.Open(command, out GrantCommand.Kind kind, out long at);
        switch (kind)
        {
            case GrantCommand.Kind.Grant:
                string player = reader.ReadString();
                GrantContent grant = GrantCommand.ReadContent(reader);
                int content = _given.Use(grant);
                _books.Begin(at);
                GrantOutcome outcome = Give(player, content, at, isAudited);
                _books.End();
                _given.Release(content);
                return outcome;
            case GrantCommand.Kind.Start:
                return Start(GrantCommand.ReadOrder(reader), at);
            case GrantCommand.Kind.Stop or GrantCommand.Kind.Continue:
                if (_jobs.Find(_given, reader.ReadString()) is not { } job)
                    return null;
                GrantJobStatus wanted = kind == GrantCommand.Kind.Stop ? GrantJobStatus.Stopped : GrantJobStatus.Running;
                bool isChanged = job.Status != GrantJobStatus.Done && job.Status != wanted;
                if (isChanged)
                    job.Status = wanted;
                return new GrantJobSwitch(Shown(job), isChanged);
            case GrantCommand.Kind.Turn:
                Turn(reader.ReadString(), reader.ReadInt32(), at);
                return null;
            default:
                throw new InvalidDataException($"a grant's command of kind {kind} is of a newer version");
        }
    }

    private GrantOutcome Give(string playerId, int content, long at, bool isAudited = false)
    {
        byte[] id = Encoding.ASCII.GetBytes(playerId);
        int number = _players.Ids.Find(id);
        if (number < 0)
            return new GrantOutcome(GrantStatus.UnknownPlayer);
        GrantContent grant = _given[content];
        UInt128 player = IdHash.Of(id);
        ReadOnlySpan<GivenGrants.Given> before = _given.Of(player);
        foreach (GivenGrants.Given given in before)
        {
            if (_given[given.Content].Id == grant.Id)
                return _given[given.Content].Fingerprint == grant.Fingerprint ? new GrantOutcome(GrantStatus.Known, Json(given)) : new GrantOutcome(GrantStatus.OtherContent);
        }

        if (before.Length >= GrantOutcome.MostOfPlayer)
            return new GrantOutcome(GrantStatus.Refused);
        string standing = isAudited ? GrantAudit.Before(_players, _books.Judging, number, grant) : "";
        var now = new GivenGrants.Given { Content = content, At = at, Applied = GrantFold.Apply(_players, _books.Judging, _books.JudgingEdition, number, grant, at) };
        _given.Add(player, now);
        if (Outbox.Wants(NoticeType.PlayerGranted))
            TellGrant(playerId, now);
        return new GrantOutcome(GrantStatus.Granted, Json(now)) { Change = isAudited ? new GrantChange(standing, GrantAudit.After(_players, _books.Judging, number, grant, now.Applied)) : null };
    }

    private void TellGrant(string player, GivenGrants.Given given) => Outbox.Add(NoticeType.PlayerGranted, player, given.At, json =>
    {
        json.WriteString("playerId"u8, player);
        GrantJson.WriteMembers(json, _given[given.Content], given.At, given.Applied);
    });

    private GrantJobOutcome Start(GrantOrder order, long at)
    {
        if (_jobs.Find(_given, order.Grant.Id) is { } known)
            return known.Fingerprint == order.Fingerprint ? GrantJobOutcome.Known : GrantJobOutcome.OtherContent;
        if (_jobs.All.Count(job => job.Status != GrantJobStatus.Done) >= GrantJob.MostOpen)
            return GrantJobOutcome.TooMany;
        _jobs.Add(_given, new GrantJobs.Job(_given.Use(order.Grant), order.Fingerprint, [.. order.Players], at));
        return GrantJobOutcome.Made;
    }

    private void Turn(string id, int from, long at)
    {
        // Two who ask for the same turn: the second finds it taken.
        if (_jobs.Find(_given, id) is not { Status: GrantJobStatus.Running } job || job.At != from)
            return;
        int end = Math.Min(from + GrantJob.ChunkPlayers, job.Players.Length);
        _books.Begin(at);
        for (; job.At < end; job.At++)
        {
            if (job.Players[job.At] is not { } player)
                continue;
            GrantStatus status = Give(player, job.Content, at).Status;
            job.Counts[(int)status]++;
            if (status == GrantStatus.UnknownPlayer && job.UnknownPlayers.Count < GrantJob.MostNamed)
                job.UnknownPlayers.Add(player);
        }

        _books.End();
        if (end < job.Players.Length)
            return;
        job.Status = GrantJobStatus.Done;
        (job.Players, job.At) = ([], 0);
    }

    private void Forget(ReadOnlySpan<byte> playerId)
    {
        _given.Remove(IdHash.Of(playerId));
        _jobs.Erase(Encoding.ASCII.GetString(playerId));
    }

    private void WriteGrants(Utf8JsonWriter json, ReadOnlySpan<byte> playerId)
    {
        json.WriteStartArray("grants"u8);
        foreach (GivenGrants.Given given in _given.Of(IdHash.Of(playerId)))
        {
            json.WriteStartObject();
            GrantJson.WriteMembers(json, _given[given.Content], given.At, given.Applied);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private byte[] Json(GivenGrants.Given given) => GrantJson.Write(json => GrantJson.WriteMembers(json, _given[given.Content], given.At, given.Applied));

    private GrantJob Shown(GrantJobs.Job job) => new(
        _given[job.Content], job.Status, job.Total, job.Counts[(int)GrantStatus.Granted], job.Counts[(int)GrantStatus.Known], job.Counts[(int)GrantStatus.UnknownPlayer],
        job.Counts[(int)GrantStatus.Refused] + job.Counts[(int)GrantStatus.OtherContent], job.Players.Skip(job.At).Count(player => player is not null), job.MadeAt, [.. job.UnknownPlayers]);
}
