namespace LiveOps.Gateway.Idempotency;

/// <summary>What became of claiming an idempotency key.</summary>
internal enum Claim
{
    /// <summary>It is new and now ours: finish it with Complete or Release.</summary>
    New,

    /// <summary>The same request is being worked on.</summary>
    InFlight,

    /// <summary>It was used for another body.</summary>
    OtherBody,

    /// <summary>It was answered before: send that answer again.</summary>
    Answered,
}
