using System.Security.Cryptography;
using System.Text;
using AiGateway.Edge.Security;
using AiGateway.Grains.Idempotency;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Http;

/// <summary>
/// Requests that make something and may come again, since a caller cannot know whether one that was cut off was carried out. With an
/// <c>Idempotency-Key</c> all that come with it within 48 hours, at any edge and at the same time too, make one thing and have one answer.
/// </summary>
internal sealed class IdempotentRequest(IGrainFactory grains, SecretBox box)
{
    public const string Header = "Idempotency-Key";
    private const string Purpose = "idempotency";
    private const int LongestKey = 255;

    /// <summary>Settles what a request makes, before it is made.</summary>
    /// <param name="http">The request.</param>
    /// <param name="secret">What it would make: what an earlier one of the same key was to make stands in place of it.</param>
    public async Task<(Made? Made, ProblemHttpResult? Problem)> Begin(HttpContext http, string secret)
    {
        if (http.Request.Headers[Header] is not { Count: > 0 } given)
            return (new Made(secret, IsDone: false, null), null);
        if (given is not [{ Length: > 0 and <= LongestKey } key] || key.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return (null, AdminResults.BadParameter(Header, $"one word of 1 to {LongestKey} visible characters"));
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        var owner = grains.GetGrain<IIdempotencyGrain>(name);
        var claim = await owner.Claim($"{http.Request.Method} {http.Request.Path}", box.Seal(Purpose, name, secret));
        if (claim.IsAnothers)
        {
            return (null, AdminResults.Problem(
                StatusCodes.Status422UnprocessableEntity, $"The {Header} came with another request before.", "Give each request a key of its own, and repeat it with the same."));
        }
        return (new Made(box.Open(Purpose, name, claim.SealedAnswer), claim.IsDone, owner), null);
    }

    /// <summary>What a request makes.</summary>
    /// <param name="Secret">The secret that it makes.</param>
    /// <param name="IsDone">It was made before, and is not to be made again.</param>
    /// <param name="Owner">Who is to hear when it is made; null for nobody.</param>
    internal sealed record Made(string Secret, bool IsDone, IIdempotencyGrain? Owner)
    {
        public ValueTask Done() => Owner?.Done() ?? default;

        /// <summary>Never the secret.</summary>
        public override string ToString() => IsDone ? "made" : "to be made";
    }
}
