using System.Collections.Frozen;
using System.Globalization;

namespace AiGateway.Core.Health;

/// <summary>The HTTP status that an error inside a successful answer stands for.</summary>
internal static class ImpliedStatus
{
    private static readonly FrozenDictionary<string, int> _byName = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["invalid_request_error"] = 400,
        ["BadRequestError"] = 400,
        ["INVALID_ARGUMENT"] = 400,
        ["FAILED_PRECONDITION"] = 400,
        ["ValidationException"] = 400,
        ["ServiceQuotaExceededException"] = 400,
        ["AccessDeniedException"] = 403,
        ["ResourceNotFoundException"] = 404,
        ["ModelTimeoutException"] = 408,
        ["ModelErrorException"] = 424,
        ["ModelStreamErrorException"] = 424,
        ["ThrottlingException"] = 429,
        ["ModelNotReadyException"] = 429,
        ["InternalServerException"] = 500,
        ["ServiceUnavailableException"] = 503,
        ["authentication_error"] = 401,
        ["UNAUTHENTICATED"] = 401,
        ["billing_error"] = 402,
        ["permission_error"] = 403,
        ["PERMISSION_DENIED"] = 403,
        ["not_found_error"] = 404,
        ["NOT_FOUND"] = 404,
        ["request_too_large"] = 413,
        ["rate_limit_error"] = 429,
        ["RESOURCE_EXHAUSTED"] = 429,
        ["api_error"] = 500,
        ["INTERNAL"] = 500,
        ["UNAVAILABLE"] = 503,
        ["timeout_error"] = 504,
        ["DEADLINE_EXCEEDED"] = 504,
        ["overloaded_error"] = 529,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>0 when the error does not say.</summary>
    public static int Of(UpstreamErrorBody body) =>
        Number(body.Code) ?? Number(body.Status) ?? Named(body.Status) ?? Named(body.Type) ?? Named(body.Code) ?? 0;

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 400 and <= 599 ? number : null;

    private static int? Named(string? name) => name is not null && _byName.TryGetValue(name, out var status) ? status : null;
}
