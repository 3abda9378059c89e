using AiGateway.Core.Catalog;
using AiGateway.Core.Health;

namespace AiGateway.Edge.Catalog;

/// <summary>
/// The shape of the catalog file. It is public, so it is written out here and not derived from the records, which may
/// come to hold what no file should say. Ranges and references are the rules' concern.
/// </summary>
internal static class CatalogFileSchema
{
    public static CatalogDocument Catalog(CatalogFileFields fields) => new()
    {
        Providers = fields.Maps("providers", Provider),
        Models = fields.Maps("models", Model),
        Consumers = fields.Maps("consumers", Consumer),
    };

    private static ProviderSpec Provider(CatalogFileFields fields) => new()
    {
        Id = fields.Text("id") ?? "",
        Kind = fields.OneOf<ProviderKind>("kind"),
        Preset = fields.Text("preset"),
        BaseUrl = fields.Text("baseUrl"),
        Region = fields.Text("region"),
        Project = fields.Text("project"),
        ApiVersion = fields.Text("apiVersion"),
        Serves = fields.EachOf<ProviderOperation>("serves"),
        DirectModels = fields.Flag("directModels"),
        UnknownFields = fields.OneOf<UnknownFieldHandling>("unknownFields") ?? UnknownFieldHandling.Drop,
        Drop = fields.TextsIfGiven("drop"),
        Rename = fields.TextMap("rename"),
        Affinity = fields.OneOf<ConversationAffinity>("affinity") ?? ConversationAffinity.On,
        Objects = fields.OneOf<ObjectAccess>("objects") ?? ObjectAccess.Off,
        Keys = fields.Maps("keys", Key),
        Health = fields.Map("health", Health),
    };

    private static HealthSpec Health(CatalogFileFields fields) => new()
    {
        ConsecutiveFailures = fields.Count("consecutiveFailures"),
        FailureRatio = fields.Number("failureRatio"),
        MinimumCalls = fields.Count("minimumCalls"),
        OpenMs = fields.Count("openMs"),
        LongestOpenMs = fields.Count("longestOpenMs"),
        ProbeDeadlineMs = fields.Count("probeDeadlineMs"),
        SlowStartMs = fields.Count("slowStartMs"),
        ThrottleMs = fields.Count("throttleMs"),
        LongestThrottleMs = fields.Count("longestThrottleMs"),
        ParkMs = fields.Count("parkMs"),
        LongestParkMs = fields.Count("longestParkMs"),
        ModelUnavailableMs = fields.Count("modelUnavailableMs"),
        UnfitMs = fields.Count("unfitMs"),
        ProbeModel = fields.Text("probeModel"),
        Errors = fields.Maps("errors", ErrorMeaning),
    };

    /// <summary>A missing meaning becomes the one nobody may declare, for the rules to refuse.</summary>
    private static ErrorMeaningSpec ErrorMeaning(CatalogFileFields fields) => new()
    {
        Status = fields.Count("status"),
        Code = fields.Text("code"),
        Means = fields.OneOf<FailureClass>("means") ?? FailureClass.ClientCancelled,
        Scope = fields.OneOf<FailureScope>("scope"),
    };

    private static KeySpec Key(CatalogFileFields fields) => new()
    {
        Id = fields.Text("id") ?? "",
        Secret = fields.Secret("secret"),
        Tier = fields.Count("tier") ?? 0,
        Weight = fields.Count("weight") ?? 1,
        QuotaGroup = fields.Text("quotaGroup"),
        Limits = fields.Map("limits", Limits),
        ModelLimits = fields.Maps("modelLimits", ModelLimits),
        Disabled = fields.Flag("disabled"),
    };

    private static ModelSpec Model(CatalogFileFields fields) => new()
    {
        Id = fields.Text("id") ?? "",
        Aliases = fields.TextsIfGiven("aliases"),
        Context = fields.Count("context"),
        Request = fields.Map("request", CatalogFileRequests.Request),
        Auto = fields.MapsIfGiven("auto", CatalogFileRequests.AutoRule),
        Targets = fields.Maps("targets", Target),
        Sticky = fields.Map("sticky", Sticky),
        Ramp = fields.Map("ramp", Ramp),
        Fallback = fields.Maps("fallback", Fallback),
        Shadow = fields.Map("shadow", Shadow),
        Timeouts = fields.Map("timeouts", Timeouts),
        MaxAttempts = fields.Count("maxAttempts"),
        Limits = fields.Map("limits", Limits),
    };

    private static TargetSpec Target(CatalogFileFields fields) => Fallback(fields) with
    {
        Weight = fields.Count("weight") ?? 1,
        Limits = fields.Map("limits", Limits),
    };

    /// <summary>A chain is tried in its order and for calls that failed, so a weight or limits there would be a misunderstanding.</summary>
    private static TargetSpec Fallback(CatalogFileFields fields) => new()
    {
        Provider = fields.Text("provider") ?? "",
        Model = fields.Text("model") ?? "",
        Continues = fields.OneOf<ContinuationStyle>("continues"),
    };

    private static ShadowSpec Shadow(CatalogFileFields fields) => new()
    {
        Provider = fields.Text("provider") ?? "",
        Model = fields.Text("model") ?? "",
        Percent = fields.Number("percent") ?? 100,
        Limits = fields.Map("limits", Limits),
        MaxQueued = fields.Count("maxQueued") ?? 100,
        TimeoutMs = fields.Count("timeoutMs") ?? 120_000,
    };

    private static StickySpec Sticky(CatalogFileFields fields) => new()
    {
        By = fields.OneOf<StickyBy>("by") ?? StickyBy.Consumer,
        Header = fields.Text("header"),
    };

    /// <summary>A missing target passes through here for the rules to refuse.</summary>
    private static RampSpec Ramp(CatalogFileFields fields) => new()
    {
        Target = fields.Map("target", target => new TargetName { Provider = target.Text("provider") ?? "", Model = target.Text("model") ?? "" })!,
        Steps = fields.Percents("steps"),
        StepMs = fields.Count("stepMs"),
        MinimumCalls = fields.Count("minimumCalls"),
        MarginPercent = fields.Decimal("marginPercent"),
        PauseAfterMs = fields.Count("pauseAfterMs"),
        SlowerBy = fields.Decimal("slowerBy"),
        Promote = fields.OneOf<RampPromotion>("promote") ?? RampPromotion.Automatic,
    };

    private static TimeoutSpec Timeouts(CatalogFileFields fields) => new()
    {
        ConnectMs = fields.Count("connectMs"),
        FirstByteMs = fields.Count("firstByteMs"),
        FirstTokenMs = fields.Count("firstTokenMs"),
        BetweenTokensMs = fields.Count("betweenTokensMs"),
    };

    private static ConsumerSpec Consumer(CatalogFileFields fields) => new()
    {
        Id = fields.Text("id") ?? "",
        Keys = fields.Maps("keys", ConsumerKey),
        Models = fields.Texts("models"),
        Limits = fields.Map("limits", Limits),
        ModelLimits = fields.Maps("modelLimits", ModelLimits),
        Request = fields.Map("request", CatalogFileRequests.Request),
        Priority = fields.OneOf<ConsumerPriority>("priority") ?? ConsumerPriority.Normal,
        Explain = fields.Flag("explain"),
        Shadow = fields.Flag("shadow"),
        Disabled = fields.Flag("disabled"),
    };

    /// <summary>A missing secret passes through here for the rules to refuse, as they do one that is null in JSON.</summary>
    private static ConsumerKeySpec ConsumerKey(CatalogFileFields fields) => new() { Secret = fields.Secret("secret")! };

    private static ModelLimitSpec ModelLimits(CatalogFileFields fields) => new()
    {
        Model = fields.Text("model") ?? "",
        Limits = fields.Map("limits", Limits),
    };

    private static LimitSpec Limits(CatalogFileFields fields) => new()
    {
        RequestsPer10Seconds = fields.Whole(LimitFields.RequestsPer10Seconds),
        RequestsPerMinute = fields.Whole(LimitFields.RequestsPerMinute),
        RequestsPerDay = fields.Whole(LimitFields.RequestsPerDay),
        TokensPerMinute = fields.Whole(LimitFields.TokensPerMinute),
        TokensPerDay = fields.Whole(LimitFields.TokensPerDay),
        TokensPerMonth = fields.Whole(LimitFields.TokensPerMonth),
        CostPerDay = fields.Dollars(LimitFields.CostPerDay),
        CostPerMonth = fields.Dollars(LimitFields.CostPerMonth),
        Concurrent = fields.Whole(LimitFields.Concurrent),
        TimeZone = fields.Text("timeZone"),
        Soft = fields.Names("soft"),
        Hard = fields.Names("hard"),
        Tokens = fields.OneOf<ReservationMode>("tokens"),
    };
}
