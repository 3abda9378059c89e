using System.Text.RegularExpressions;
using AiGateway.FakeProvider.Control;
using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider.Bedrock;

/// <summary>
/// Whether a call may be made: with a bearer key, or signed. The secret of an access key is <c>secret-of-</c> and its id,
/// unless the configuration has another under <c>FakeProvider:AwsSecrets:{id}</c>.
/// </summary>
internal sealed partial class AwsAccess(IConfiguration configuration)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(15);

    /// <summary>Null when it may.</summary>
    public Answer? Refusal(Call call, DateTimeOffset now)
    {
        var authorization = call.Headers.GetValueOrDefault("authorization") ?? "";
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return null;
        if (authorization.Length == 0)
            return Denied("MissingAuthenticationTokenException", "Missing Authentication Token");
        if (Signature().Match(authorization) is not { Success: true } given)
            return Denied("IncompleteSignatureException", "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.");

        var request = new SignedRequest(call.Method, call.RawTarget, call.Headers, call.Raw);
        var (id, scope, names) = (given.Groups["id"].Value, given.Groups["scope"].Value, given.Groups["names"].Value);
        if (request.SignedAt() is not { } signedAt || (now - signedAt).Duration() > Skew)
            return Denied("InvalidSignatureException", $"Signature expired: {call.Headers.GetValueOrDefault("x-amz-date")} is too far from now.");
        if (!scope.StartsWith(call.Headers["x-amz-date"][..8] + "/", StringComparison.Ordinal) || !scope.EndsWith("/bedrock/aws4_request", StringComparison.Ordinal))
            return Denied("InvalidSignatureException", "Credential should be scoped to correct service: 'bedrock'.");
        if (Unsigned(call, names) is { } unsigned)
            return Denied("InvalidSignatureException", $"'{unsigned}' must be a 'SignedHeader' in the AWS Authorization.");
        if (call.Headers.TryGetValue("x-amz-content-sha256", out var hash) && hash != request.BodyHash())
            return Denied("InvalidSignatureException", "The provided 'x-amz-content-sha256' header does not match what was computed.");
        var secret = configuration[$"FakeProvider:AwsSecrets:{id}"] ?? "secret-of-" + id;
        return request.SignatureOf(secret, scope, names) == given.Groups["signature"].Value
            ? null
            : Denied("InvalidSignatureException", "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");
    }

    private static string? Unsigned(Call call, string names)
    {
        var signed = names.Split(';');
        return new[] { "host", "x-amz-date" }
            .Concat(call.Headers.Keys.Where(name => name.StartsWith("x-amz-", StringComparison.Ordinal)))
            .FirstOrDefault(name => !signed.Contains(name));
    }

    private static Answer Denied(string type, string message) => BedrockRefusal.Denied(type, message);

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=(?<id>[^/]+)/(?<scope>[^,]+), ?SignedHeaders=(?<names>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})$", RegexOptions.ExplicitCapture)]
    private static partial Regex Signature();
}
