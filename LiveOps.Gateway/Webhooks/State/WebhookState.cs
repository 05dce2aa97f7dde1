using System.Text;
using LiveOps.Core.Bus;
using LiveOps.Core.Notices;
using LiveOps.Gateway.Webhooks.Deliveries;

namespace LiveOps.Gateway.Webhooks.State;

/// <summary>
/// Webhooks and their deliveries: a pure function of what is applied in order, out of the embedded system's journal or a cluster's log. Notices become deliveries of those who want them in the step in which
/// they are applied; an attempt and what follows from it is a step, too. Only what is in hand is not kept: after a restart it is sent again.
/// </summary>
/// <param name="mostBytes">The most bytes of all deliveries together, about.</param>
/// <param name="box">Seals the secrets that an older program has written bare; null where none is.</param>
internal sealed partial class WebhookState(long mostBytes = WebhookState.MostBytes, SecretBox? box = null)
{
    /// <summary>The most bytes of all deliveries together, where nothing else is said.</summary>
    public const long MostBytes = 256L << 20;

    private const byte Format = 2; // 1 had each notice as often as it is delivered

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Hook> _hooks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _heard = []; // by source: the number of the next notice
    private NoticesWanted _announced;
    private (long At, TaskCompletionSource Done)? _awaited;
    private long _overflowed, _forgotten;

    /// <summary>Told when something may be due, on the applying thread.</summary>
    public Action? Changed { get; set; }

    /// <summary>Deliveries that were given up for want of room, since the start.</summary>
    public long Overflowed
    {
        get
        {
            lock (_gate)
                return _overflowed;
        }
    }

    /// <summary>How often somebody was forgotten, since the start.</summary>
    public long Forgotten
    {
        get
        {
            lock (_gate)
                return _forgotten;
        }
    }

    /// <summary>What was said on the bus that is wanted.</summary>
    public NoticesWanted Announced
    {
        get
        {
            lock (_gate)
                return _announced;
        }
    }

    /// <summary>Ends when what was said at a time has come by the bus. One waits at a time.</summary>
    public Task HasAnnounced(long at)
    {
        lock (_gate)
        {
            if (_announced.At >= at)
                return Task.CompletedTask;
            _awaited = (at, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return _awaited.Value.Done.Task;
        }
    }

    /// <summary>What is wanted: by all webhooks together.</summary>
    public ulong Wanted
    {
        get
        {
            lock (_gate)
                return _hooks.Values.Aggregate(0UL, (types, hook) => hook.Webhook.Wish.IsEnabled ? types | hook.Webhook.Wish.Types : types);
        }
    }

    /// <summary>Applies a message of the bus.</summary>
    public void Apply(in BusMessage message)
    {
        switch (message.Kind)
        {
            case BusMessageKind.Notices:
                Take(NoticeBatch.Read(message.Payload.Span));
                break;
            case BusMessageKind.NoticesWanted when NoticesWanted.TryRead(message.Payload.Span, out NoticesWanted wanted):
                Announce(wanted);
                break;
            case BusMessageKind.PlayerErased:
                string player = Encoding.ASCII.GetString(message.Payload.Span);
                lock (_gate)
                {
                    foreach (Hook hook in _hooks.Values)
                        hook.Erase(player);
                }

                break;
        }
    }

    /// <summary>Does what a <see cref="WebhookCommand"/> says; null when it changes nothing.</summary>
    /// <exception cref="InvalidDataException">Of a newer version.</exception>
    public object? Execute(ReadOnlySpan<byte> command)
    {
        using BinaryReader reader = WebhookCommand.Open(command, out WebhookCommand.Kind kind, out string id, out long at);
        object? done;
        lock (_gate)
        {
            Hook? hook = _hooks.GetValueOrDefault(id);
            done = kind switch
            {
                WebhookCommand.Kind.Put => Put(hook, id, WebhookFormat.ReadWish(reader), Sealed(WebhookFormat.ReadBytes(reader)), at, WebhookCommand.ReadSeen(reader)),
                WebhookCommand.Kind.Rotate => hook is null ? null : Rotate(hook, Sealed(WebhookFormat.ReadBytes(reader)), reader.ReadInt64(), at, WebhookCommand.ReadSeen(reader)),
                WebhookCommand.Kind.Delete => _hooks.Remove(id) ? hook!.Webhook : null,
                WebhookCommand.Kind.Resend => hook?.Resend(reader.ReadString(), at),
                WebhookCommand.Kind.Settle => hook is null ? new SettleResult(null, "") : Settle(hook, reader.ReadString(), WebhookCommand.ReadResult(reader, hook.Webhook.Edition)),
                _ => throw new InvalidDataException($"a webhook's command of kind {kind} is of a newer version"),
            };
        }

        Changed?.Invoke();
        return done;
    }

    private byte[] Sealed(byte[] secret) => box?.Seal(secret) ?? secret;

    /// <summary>Takes notices; those that were taken before, by their numbers, are passed over.</summary>
    public void Take(NoticeBatch batch)
    {
        lock (_gate)
        {
            long heard = _heard.GetValueOrDefault(batch.Source);
            for (int i = 0; i < batch.Notices.Count; i++)
            {
                Notice notice = batch.Notices[i];
                if (batch.First + i < heard || notice.Subject.Length == 0)
                    continue;
                Take(notice);
            }

            _heard[batch.Source] = Math.Max(heard, batch.End);
        }

        Changed?.Invoke();
    }

    private void Take(Notice notice)
    {
        if (notice.Type == NoticeType.PlayerForgotten)
            _forgotten++;
        foreach (Hook hook in _hooks.Values)
        {
            if (notice.Type == NoticeType.PlayerForgotten)
                hook.Erase(notice.Subject, notice.Source);
            else if (hook.Webhook.Wants(notice.Type) && hook.Add(notice))
                _overflowed++;
        }

        MakeRoom();
    }

    // Whoever has most makes room: a receiver that is dead costs others nothing.
    private void MakeRoom()
    {
        while (_hooks.Values.Sum(hook => hook.Bytes) > mostBytes)
        {
            if (_hooks.Values.MaxBy(hook => hook.Bytes)!.MakeRoom())
                _overflowed++;
        }
    }

    private void Announce(NoticesWanted wanted)
    {
        TaskCompletionSource? awaited = null;
        lock (_gate)
        {
            _announced = wanted.At >= _announced.At ? wanted : _announced;
            if (_awaited is { } waits && _announced.At >= waits.At)
                (awaited, _awaited) = (waits.Done, null);
        }

        awaited?.SetResult();
    }

    private PutResult Put(Hook? hook, string id, WebhookWish wish, byte[] secret, long at, string seen)
    {
        if (!WebhookTag.IsSeen(seen, hook?.Webhook))
            return PutResult.Stale;
        if (hook is null && _hooks.Count >= Webhook.Most)
            return new PutResult(null, null);
        if (hook is null)
        {
            _hooks.Add(id, hook = new Hook(new Webhook(id, wish, [new WebhookSecret(secret, at, 0)], at) { DisabledBy = wish.IsEnabled ? "" : Webhook.ByOperator }));
            return new PutResult(null, hook.Webhook);
        }

        WebhookWish before = hook.Webhook.Wish;
        hook.Webhook = hook.Webhook with
        {
            Wish = wish,
            DisabledBy = wish.IsEnabled ? "" : hook.Webhook.DisabledBy.Length > 0 ? hook.Webhook.DisabledBy : Webhook.ByOperator,
        };

        // Whoever enables it, or sends elsewhere, begins anew: what was held against it was another's.
        if (before.Url != wish.Url || (wish.IsEnabled && !before.IsEnabled))
            hook.BeginAnew(at);
        return new PutResult(before, hook.Webhook);
    }

    // The older secret stays while it signs: if the answer that told the newest was lost, it is the one that the receiver has.
    private static PutResult Rotate(Hook hook, byte[] secret, long until, long at, string seen)
    {
        if (!WebhookTag.IsSeen(seen, hook.Webhook))
            return PutResult.Stale;
        WebhookSecret oldest = hook.Webhook.SecretsAt(at).First(), now = new(secret, at, 0);
        hook.Webhook = hook.Webhook with { Secrets = until > at ? [oldest with { Until = Math.Max(oldest.Until, until) }, now] : [now] };
        return new PutResult(null, hook.Webhook);
    }

    private static SettleResult Settle(Hook hook, string delivery, AttemptResult result)
    {
        if (hook.Settle(delivery, result) is not { } after)
            return new SettleResult(null, "");
        Attempt attempt = result.Attempt;
        string why = result.Edition != hook.Webhook.Edition ? "" : attempt.Status == StatusCodes.Status410Gone ? Webhook.Gone
            : hook.Webhook.FailingSince > 0 && attempt.At - hook.Webhook.FailingSince >= result.DisableAfter ? Webhook.Failing
            : "";
        if (why.Length == 0 || !hook.Webhook.Wish.IsEnabled)
        {
            hook.Calm();
            return new SettleResult(after, "");
        }

        hook.Webhook = hook.Webhook with { Wish = hook.Webhook.Wish with { IsEnabled = false }, DisabledBy = why };
        return new SettleResult(after, why);
    }
}
