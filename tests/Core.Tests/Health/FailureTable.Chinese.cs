using AiGateway.Core.Health;
using static AiGateway.Core.Health.FailureClass;
using static AiGateway.Core.Health.FailureScope;

namespace AiGateway.Core.Tests.Health;

internal static partial class FailureTable
{
    private static TheoryDataRow<int, string, FailureClass, FailureScope>[] DeepSeek =>
    [
        Row("DeepSeek, bad key", 401,
            """{"error":{"message":"Authentication Fails, Your api key: ****abcd is invalid","type":"authentication_error","param":null,"code":"invalid_request_error"}}""",
            KeyDead, Key),
        Row("DeepSeek, concurrency", 429,
            """{"error":{"message":"Rate limit reached","type":"rate_limit_error","param":null,"code":"rate_limit_error"}}""", KeyThrottled, Key),
        Row("DeepSeek, no money", 402,
            """{"error":{"message":"Insufficient Balance","type":"unknown_error","param":null,"code":"invalid_request_error"}}""", KeyBilling, Key),
        Row("DeepSeek, overloaded", 503,
            """{"error":{"message":"Service is too busy.","type":"service_unavailable_error","code":"service_unavailable_error"}}""",
            Overloaded, ProviderModel),
        Row("DeepSeek, server error", 500, """{"error":{"message":"Internal","type":"internal_error"}}""", Transient, Endpoint),
        Row("DeepSeek, context too long", 400,
            """{"error":{"message":"This model's maximum context length is 131072 tokens. However, you requested 140000 tokens.","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""",
            ContextLength, Request),
        Row("DeepSeek, refused content", 400,
            """{"error":{"message":"Content Exists Risk","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""",
            ContentPolicy, Request),
        Row("DeepSeek, model unknown", 400,
            """{"error":{"message":"Model Not Exist","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}""",
            ModelUnavailable, KeyModel),
        Row("DeepSeek, reasoning not sent back", 400,
            """{"error":{"message":"Missing `reasoning_content` field in the assistant message","type":"invalid_request_error","code":"invalid_request_error"}}""",
            ClientError, Request),
    ];

    private static TheoryDataRow<int, string, FailureClass, FailureScope>[] DashScope =>
    [
        Row("DashScope, bad key, native", 401, """{"code":"InvalidApiKey","message":"Invalid API-key provided.","request_id":"fb53c4ec"}""", KeyDead, Key),
        Row("DashScope, bad key, compatible", 401,
            """{"error":{"message":"Incorrect API key provided. ","type":"invalid_request_error","param":null,"code":"invalid_api_key"},"request_id":"x"}""",
            KeyDead, Key),
        Row("DashScope, throttled", 429, """{"code":"Throttling","message":"Requests throttling triggered.","request_id":"x"}""", KeyThrottled, Key),
        Row("DashScope, requests a minute", 429,
            """{"code":"Throttling.RateQuota","message":"Requests rate limit exceeded, please try again later.","request_id":"x"}""", KeyThrottled, Key),
        Row("DashScope, window of tokens", 429,
            """{"code":"Throttling.AllocationQuota","message":"Allocated quota exceeded, please increase your quota limit.","request_id":"x"}""",
            KeyThrottled, Key),
        Row("DashScope, window of tokens, in OpenAI's words", 429,
            """{"error":{"message":"You exceeded your current quota, please check your plan and billing details. For details, see: https://help.aliyun.com/zh/model-studio/error-code#token-limit","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""",
            KeyThrottled, Key),
        Row("DashScope, arrears", 400,
            """{"code":"Arrearage","message":"Access denied, please make sure your account is in good standing.","request_id":"x"}""", KeyBilling, Key),
        Row("DashScope, not bought", 403,
            """{"code":"AccessDenied.Unpurchased","message":"Access to model denied. Please make sure you are eligible for using the model.","request_id":"x"}""",
            KeyBilling, Key),
        Row("DashScope, model not granted", 403, """{"code":"Model.AccessDenied","message":"Model access denied.","request_id":"x"}""", ModelUnavailable, KeyModel),
        Row("DashScope, algorithm error", 500,
            """{"code":"InternalError.Algo","message":"An internal error has occured during execution.","request_id":"x"}""", Transient, Endpoint),
        Row("DashScope, unavailable", 503,
            """{"code":"ModelServingError","message":"Too many requests. Your requests are being throttled due to system capacity limits.","request_id":"x"}""",
            Overloaded, ProviderModel),
        Row("DashScope, request timeout", 408, """{"code":"RequestTimeOut","message":"Request timed out.","request_id":"x"}""", Transient, Endpoint),
        Row("DashScope, input too long", 400,
            """{"code":"InvalidParameter","message":"Range of input length should be [1, 30720]","request_id":"x"}""", ContextLength, Request),
        Row("DashScope, inspected", 400,
            """{"code":"DataInspectionFailed","message":"Input data may contain inappropriate content.","request_id":"x"}""", ContentPolicy, Request),
        Row("DashScope, inspected, compatible", 400,
            """{"error":{"code":"data_inspection_failed","param":null,"message":"Output data may contain inappropriate content.","type":"data_inspection_failed"}}""",
            ContentPolicy, Request),
        Row("DashScope, stream only", 400,
            """{"error":{"code":"invalid_parameter_error","param":null,"message":"This model only support stream mode, please enable the stream parameter.","type":"invalid_request_error"}}""",
            ClientError, Request),
        Row("DashScope, an error in a lone event", 400,
            "id:1\nevent:error\n:HTTP_STATUS/400\ndata:{\"code\":\"DataInspectionFailed\",\"message\":\"Input data may contain inappropriate content.\"}\n\n",
            ContentPolicy, Request),
    ];

    private static TheoryDataRow<int, string, FailureClass, FailureScope>[] Kimi =>
    [
        Row("Kimi, bad key", 401, """{"error":{"message":"Invalid Authentication","type":"invalid_authentication_error"}}""", KeyDead, Key),
        Row("Kimi, key of the other region", 401,
            """{"error":{"message":"Incorrect API key provided","type":"incorrect_api_key_error"}}""", KeyDead, Key),
        Row("Kimi, concurrency", 429,
            """{"error":{"message":"Your account org-abc<ak-x> request reached max organization concurrency: 3, please try again after 1 seconds","type":"rate_limit_reached_error"}}""",
            KeyThrottled, Key),
        Row("Kimi, quota spent", 429,
            """{"error":{"message":"You exceeded your current token quota: 0, please check your account balance","type":"exceeded_current_quota_error"}}""",
            KeyBilling, Key),
        Row("Kimi, plan spent", 403,
            """{"error":{"message":"You've reached your usage limit for this billing cycle.","type":"access_terminated_error"}}""", KeyBilling, Key),
        Row("Kimi, plan not for this client", 403,
            """{"error":{"message":"Kimi For Coding is currently only available for Coding Agents.","type":"access_terminated_error"}}""", KeyDead, Key),
        Row("Kimi, overloaded with 429", 429,
            """{"error":{"message":"The engine is currently overloaded, please try again later","type":"engine_overloaded_error"}}""",
            Overloaded, ProviderModel),
        Row("Kimi, server error", 500, """{"error":{"message":"unexpected output","type":"unexpected_output"}}""", Transient, Endpoint),
        Row("Kimi, context too long", 400,
            """{"error":{"message":"Invalid request: Your request exceeded model token limit: 8192","type":"invalid_request_error"}}""",
            ContextLength, Request),
        Row("Kimi, input too long", 400, """{"error":{"message":"Input token length too long","type":"invalid_request_error"}}""", ContextLength, Request),
        Row("Kimi, refused content", 400,
            """{"error":{"message":"The request was rejected because it was considered high risk","type":"content_filter"}}""", ContentPolicy, Request),
        Row("Kimi, model unknown", 404,
            """{"error":{"message":"Not found the model kimi-9 or Permission denied","type":"resource_not_found_error"}}""", ModelUnavailable, KeyModel),
    ];

    private static TheoryDataRow<int, string, FailureClass, FailureScope>[] Zhipu =>
    [
        .. new[] { "1000", "1001", "1002", "1003", "1004" }.Select(code => Row($"Zhipu {code}, authentication", 401, Coded(code, "身份验证失败。"), KeyDead, Key)),
        .. new[] { "1110", "1111", "1112", "1121" }.Select(code => Row($"Zhipu {code}, account locked", 429, Coded(code, "您的账户已被锁定。"), KeyDead, Key)),
        .. new[] { "1302", "1303", "1305" }.Select(code => Row($"Zhipu {code}, throttled", 429, Coded(code, "您的账户已达到速率限制。"), KeyThrottled, Key)),
        Row("Zhipu 1113 with status 429, arrears", 429, Coded("1113", "余额不足或无可用资源包,请充值。"), KeyBilling, Key),
        .. new[] { "1308", "1309", "1310", "1313", "1316", "1317", "1318" }
            .Select(code => Row($"Zhipu {code}, plan spent", 429, Coded(code, "已达到使用上限。"), KeyBilling, Key)),
        Row("Zhipu 1312, model overloaded", 429, Coded("1312", "该模型当前访问量过大。"), Overloaded, ProviderModel),
        .. new[] { "1230", "1234" }.Select(code => Row($"Zhipu {code}, its own fault", 400, Coded(code, "网络错误。"), Transient, Endpoint)),
        Row("Zhipu, server error", 500, Coded("500", "内部错误"), Transient, Endpoint),
        Row("Zhipu 1261, prompt too long", 400, Coded("1261", "Prompt 超长"), ContextLength, Request),
        Row("Zhipu 1301, refused content", 400, Coded("1301", "系统检测到输入或生成内容可能包含不安全或敏感内容。"), ContentPolicy, Request),
        Row("Zhipu 1211, model unknown", 400, Coded("1211", "模型不存在，请检查模型代码。"), ModelUnavailable, KeyModel),
        Row("Zhipu 1214, wrong parameter", 400, Coded("1214", "messages 参数非法。"), ClientError, Request),
        Row("Zhipu, code as a number", 429, """{"error":{"code":1113,"message":"Insufficient balance or no resource package."}}""", KeyBilling, Key),
    ];

    private static string Coded(string code, string message) => $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}""";
}
