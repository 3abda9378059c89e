using AiGateway.Core.Health;
using static AiGateway.Core.Health.FailureClass;
using static AiGateway.Core.Health.FailureScope;

namespace AiGateway.Core.Tests.Health;

internal static partial class FailureTable
{
    private const string GoogleQuotaWords =
        "You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits.";

    private static TheoryDataRow<int, string, FailureClass, FailureScope>[] Google =>
    [
        Row("Gemini, bad key with status 400", 400,
            """{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com","metadata":{"service":"generativelanguage.googleapis.com"}}]}}""",
            KeyDead, Key),
        Row("Gemini, bad key, in an array and without details", 400,
            """[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]""", KeyDead, Key),
        Row("Gemini, suspended", 403,
            """{"error":{"code":403,"message":"Permission denied: Consumer has been suspended.","status":"PERMISSION_DENIED"}}""", KeyDead, Key),
        Row("Gemini, a minute's quota of one model, which also speaks of billing", 429,
            $$$"""{"error":{"code":429,"message":"{{{GoogleQuotaWords}}}","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaMetric":"m","quotaId":"GenerateRequestsPerMinutePerProjectPerModel-FreeTier","quotaDimensions":{"model":"gemini-2.0-pro"}}]},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.4s"}]}}""",
            KeyThrottled, KeyModel),
        Row("Gemini, a day's quota of one model", 429,
            $$$"""{"error":{"code":429,"message":"{{{GoogleQuotaWords}}}","status":"RESOURCE_EXHAUSTED","details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]},{"retryDelay":"34.4s"}]}}""",
            KeyBilling, KeyModel),
        Row("Gemini, exhausted, no details", 429,
            $$$"""[{"error":{"code":429,"message":"{{{GoogleQuotaWords}}}","status":"RESOURCE_EXHAUSTED"}}]""", KeyThrottled, Key),
        Row("Gemini, payment", 402, """{"error":{"code":402,"message":"Payment required.","status":"FAILED_PRECONDITION"}}""", KeyBilling, Key),
        Row("Gemini, country not served", 400,
            """{"error":{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}}""", KeyDead, Endpoint),
        Row("Gemini, needs billing", 400,
            """{"error":{"code":400,"message":"Please enable billing on your project in Google AI Studio.","status":"FAILED_PRECONDITION"}}""",
            KeyBilling, Key),
        Row("Gemini, overloaded", 503,
            """{"error":{"code":503,"message":"The model is overloaded. Please try again later.","status":"UNAVAILABLE"}}""", Overloaded, ProviderModel),
        Row("Gemini, internal", 500, """{"error":{"code":500,"message":"An internal error has occurred.","status":"INTERNAL"}}""", Transient, Endpoint),
        Row("Gemini, deadline", 504, """{"error":{"code":504,"message":"Deadline expired.","status":"DEADLINE_EXCEEDED"}}""", Transient, Endpoint),
        Row("Gemini, context too long", 400,
            """{"error":{"code":400,"message":"The input token count (1100000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}""",
            ContextLength, Request),
        Row("Gemini, unknown field", 400,
            """{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"foo\": Cannot find field.","status":"INVALID_ARGUMENT"}}""",
            ClientError, Request),
        Row("Gemini, model unknown", 404,
            """{"error":{"code":404,"message":"models/gemini-9 is not found for API version v1beta, or is not supported for generateContent.","status":"NOT_FOUND"}}""",
            ModelUnavailable, KeyModel),
    ];

    private static TheoryDataRow<int, string, FailureClass, FailureScope>[] Anthropic =>
    [
        Row("Anthropic, bad key", 401, Typed("authentication_error", "invalid x-api-key"), KeyDead, Key),
        Row("Anthropic, no permission", 403,
            Typed("permission_error", "Your API key does not have permission to use the specified resource."), KeyDead, Key),
        Row("Anthropic, rate limit", 429,
            Typed("rate_limit_error", "This request would exceed the rate limit for your organization of 40,000 input tokens per minute."),
            KeyThrottled, Key),
        Row("Anthropic, long context needs a plan", 429,
            Typed("rate_limit_error", "Extra usage is required for long context requests."), KeyThrottled, Request),
        Row("Anthropic, out of credit with status 400", 400,
            Typed("invalid_request_error", "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."),
            KeyBilling, Key),
        Row("Anthropic, own limit reached with status 400", 400,
            Typed("invalid_request_error", "You have reached your specified API usage limits. You will regain access on 2026-04-01 at 00:00 UTC."),
            KeyBilling, Key),
        Row("Anthropic, billing", 402, Typed("billing_error", "There's an issue with your billing."), KeyBilling, Key),
        Row("Anthropic, spend limit with status 429", 429,
            """{"type":"error","error":{"type":"rate_limit_error","message":"Spend limit.","details":{"error_code":"enforced_spend_limit_reached"}},"request_id":"req_1"}""",
            KeyBilling, Key),
        Row("Anthropic, overloaded", 529, Typed("overloaded_error", "Overloaded"), Overloaded, ProviderModel),
        Row("Anthropic, internal", 500, Typed("api_error", "Internal server error"), Transient, Endpoint),
        Row("Anthropic, timeout", 504, Typed("timeout_error", "Request timed out."), Transient, Endpoint),
        Row("Anthropic, prompt too long", 400,
            Typed("invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"), ContextLength, Request),
        Row("Anthropic, request too large", 413, Typed("request_too_large", "Request exceeds the maximum size"), ContextLength, Request),
        Row("Anthropic, model unknown", 404, Typed("not_found_error", "model: claude-9"), ModelUnavailable, KeyModel),
        Row("Anthropic, wrong parameter", 400, Typed("invalid_request_error", "max_tokens: Field required"), ClientError, Request),
    ];

    private static TheoryDataRow<int, string, FailureClass, FailureScope>[] Bedrock =>
    [
        Row("Bedrock, bad token", 403,
            """{"__type":"com.amazon.coral.service#UnrecognizedClientException","message":"The security token included in the request is invalid."}""",
            KeyDead, Key),
        Row("Bedrock, expired token", 403, """{"__type":"ExpiredTokenException","Message":"The security token included in the request is expired"}""", KeyDead, Key),
        Row("Bedrock, wrong signature", 403, """{"__type":"InvalidSignatureException","message":"Signature expired"}""", KeyDead, Key),
        Row("Bedrock, not allowed", 403, """{"__type":"AccessDeniedException","message":"User is not authorized to perform: bedrock:InvokeModel"}""", KeyDead, Key),
        Row("Bedrock, model not granted", 403,
            """{"__type":"AccessDeniedException","message":"You don't have access to the model with the specified model ID."}""",
            ModelUnavailable, KeyModel),
        Row("Bedrock, throttled", 429,
            """{"__type":"ThrottlingException","message":"Too many requests, please wait before trying again."}""", KeyThrottled, KeyModel),
        Row("Bedrock, too many tokens a minute is not a long context", 429,
            """{"__type":"ThrottlingException","message":"Too many tokens, please wait before trying again."}""", KeyThrottled, KeyModel),
        Row("Bedrock, day's tokens", 429,
            """{"__type":"ThrottlingException","message":"Too many tokens per day, please wait before trying again."}""", KeyBilling, Key),
        Row("Bedrock, service quota", 400, """{"__type":"ServiceQuotaExceededException","message":"Quota exceeded"}""", KeyBilling, Key),
        Row("Bedrock, unavailable", 503, """{"__type":"ServiceUnavailableException","message":"Try later"}""", Overloaded, ProviderModel),
        Row("Bedrock, model not ready with status 429", 429,
            """{"__type":"ModelNotReadyException","message":"Model is not ready for inference."}""", Overloaded, ProviderModel),
        Row("Bedrock, model failed with status 424", 424,
            """{"__type":"ModelErrorException","message":"The request failed due to an error while processing the model."}""", Transient, Endpoint),
        Row("Bedrock, model timeout", 408, """{"__type":"ModelTimeoutException","message":"Timed out"}""", Transient, Endpoint),
        Row("Bedrock, internal", 500, """{"__type":"InternalServerException","message":"Internal"}""", Transient, Endpoint),
        Row("Bedrock, input too long", 400, """{"__type":"ValidationException","message":"Input is too long for requested model."}""", ContextLength, Request),
        Row("Bedrock mantle, prompt over the maximum", 400,
            """{"error":{"message":"prompt tokens (140000) exceed model maximum (131072)","type":"invalid_request_error"}}""", ContextLength, Request),
        Row("Bedrock, model id wrong", 400,
            """{"__type":"ValidationException","message":"The provided model identifier is invalid."}""", ModelUnavailable, KeyModel),
        Row("Bedrock, model withdrawn", 404,
            """{"__type":"ResourceNotFoundException","message":"This model version has reached the end of its life."}""", ModelUnavailable, KeyModel),
        Row("Bedrock, wrong parameter", 400, """{"__type":"ValidationException","message":"Malformed input request"}""", ClientError, Request),
    ];

    private static TheoryDataRow<int, string, FailureClass, FailureScope>[] Mistral =>
    [
        Row("Mistral, bad key", 401, """{"object":"error","message":"Unauthorized","type":"unauthorized","param":null,"code":null}""", KeyDead, Key),
        Row("Mistral, rate limit", 429,
            """{"object":"error","message":"Rate limit exceeded","type":"rate_limited","param":null,"code":"1300"}""", KeyThrottled, Key),
        Row("Mistral, no money", 402, """{"object":"error","message":"Payment required","type":"payment_required"}""", KeyBilling, Key),
        Row("Mistral, tier capacity with status 429", 429,
            """{"object":"error","message":"Service tier capacity exceeded for this model.","type":"service_tier_capacity_exceeded","param":null,"code":"3505"}""",
            Overloaded, ProviderModel),
        Row("Mistral, tier capacity, by its words", 429,
            """{"object":"error","message":"Service tier capacity exceeded for this model.","type":"invalid"}""", Overloaded, ProviderModel),
        Row("Mistral, unavailable", 503, """{"object":"error","message":"Service unavailable","type":"internal"}""", Overloaded, ProviderModel),
        Row("Mistral, prompt too large", 400,
            """{"object":"error","message":"Prompt contains 40000 tokens, too large for model with 32768 maximum context length","type":"invalid_request_error"}""",
            ContextLength, Request),
        Row("Mistral, model unknown", 400,
            """{"object":"error","message":"Invalid model: mistral-9","type":"invalid_model","param":null,"code":"1500"}""", ModelUnavailable, KeyModel),
        Row("Mistral, unknown member", 422,
            """{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","logit_bias"],"msg":"Extra inputs are not permitted","input":{}}]},"type":"invalid_request_error","param":null,"code":null}""",
            ClientError, Request),
    ];

    private static TheoryDataRow<int, string, FailureClass, FailureScope>[] Groq =>
    [
        Row("Groq, bad key", 401,
            """{"error":{"message":"Invalid API Key","type":"invalid_request_error","code":"invalid_api_key"}}""", KeyDead, Key),
        Row("Groq, rate limit", 429,
            """{"error":{"message":"Rate limit reached for model `llama-3.3-70b` in organization `org_01` service tier `on_demand` on tokens per minute (TPM): Limit 6000, Used 5800, Requested 900. Please try again in 5.289s.","type":"tokens","code":"rate_limit_exceeded"}}""",
            KeyThrottled, KeyModel),
        Row("Groq, restricted", 400,
            """{"error":{"message":"Organization has been restricted. Please reach out to support.","type":"invalid_request_error","code":"organization_restricted"}}""",
            KeyBilling, Key),
        Row("Groq, unavailable", 503, """{"error":{"message":"Service unavailable","type":"internal_server_error"}}""", Overloaded, ProviderModel),
        Row("Groq, flex capacity", 498, """{"error":{"message":"Capacity exceeded","type":"capacity_exceeded","code":"capacity_exceeded"}}""", Overloaded, ProviderModel),
        Row("Groq, too large", 413,
            """{"error":{"message":"Request too large for model","type":"tokens","code":"rate_limit_exceeded"}}""", ContextLength, Request),
        Row("Groq, context too long", 400,
            """{"error":{"message":"Please reduce the length of the messages.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""",
            ContextLength, Request),
        Row("Groq, retired model", 400,
            """{"error":{"message":"The model `x` has been decommissioned.","type":"invalid_request_error","code":"model_decommissioned"}}""",
            ModelUnavailable, KeyModel),
    ];

    private static TheoryDataRow<int, string, FailureClass, FailureScope>[] Local =>
    [
        Row("vLLM, context too long, flat", 400,
            """{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens.","type":"BadRequestError","param":null,"code":400}""",
            ContextLength, Request),
        Row("vLLM, model unknown", 404,
            """{"object":"error","message":"The model `x` does not exist.","type":"NotFoundError","param":null,"code":404}""", ModelUnavailable, KeyModel),
        Row("vLLM, key missing", 401, """{"error":"Unauthorized"}""", KeyDead, Key),
        Row("vLLM, wrong body", 422,
            """{"detail":[{"type":"missing","loc":["body","messages"],"msg":"Field required","input":{"model":"x"}}]}""", ClientError, Request),
        Row("vLLM, out of memory", 500, """{"object":"error","message":"CUDA out of memory","type":"InternalServerError","code":500}""", Transient, Endpoint),
        Row("Ollama, queue full", 503, """{"error":"server busy, please try again. maximum pending requests exceeded"}""", Overloaded, ProviderModel),
        Row("Ollama, model unknown", 404, """{"error":"model 'llama9' not found"}""", ModelUnavailable, KeyModel),
        Row("llama.cpp, context too long", 400,
            """{"error":{"code":400,"message":"the request exceeds the available context size","type":"invalid_request_error"}}""", ContextLength, Request),
    ];

    private static TheoryDataRow<int, string, FailureClass, FailureScope>[] Proxies =>
    [
        Row("Cloudflare, bad gateway page", 502, "<html><head><title>502 Bad Gateway</title></head><body>cloudflare</body></html>", Transient, Endpoint),
        Row("Cloudflare, origin unreachable", 522, "<!DOCTYPE html><title>522: Connection timed out</title>", Transient, Endpoint),
        Row("Cloudflare, refused client", 403, "error code: 1010", Transient, Endpoint),
        Row("A proxy's refusal page is not the provider's", 403, "<html><title>403 Forbidden</title></html>", Transient, Endpoint),
        Row("Cloudflare, rate limited", 429, "error code: 1015", KeyThrottled, Key),
        Row("A page where the API should be", 404, "<html><title>404 Not Found</title></html>", Transient, Endpoint),
        Row("No such route", 404, """{"detail":"Not Found"}""", ClientError, Request),
        Row("Nothing but a status", 500, "", Transient, Endpoint),
        Row("Nothing but a refusal", 403, "", KeyDead, Key),
        Row("The caller went away", 499, "", ClientCancelled, Request),
        Row("Too early", 425, "", Transient, Endpoint),
        Row("Unsupported media type", 415, """{"error":{"message":"Unsupported Media Type"}}""", ClientError, Request),
        Row("An aggregator's moderation", 403,
            """{"error":{"code":403,"message":"Your chosen model requires moderation and your input was flagged for violence","metadata":{"reasons":["violence"]}}}""",
            ContentPolicy, Request),
    ];

    private static string Typed(string type, string message) => $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"{{{message}}}"},"request_id":"req_1"}""";
}
