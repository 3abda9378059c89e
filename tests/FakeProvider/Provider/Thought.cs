using System.Text;

namespace AiGateway.FakeProvider.Provider;

/// <summary>The seal on an account's thoughts, by which it knows its own again. What another account has thought is of no use here.</summary>
internal static class Thought
{
    public static string Of(string key) => $"thought/of+{ObjectStore.AccountOf(key)}==";

    /// <summary>The same where the member holds bytes.</summary>
    public static string BytesOf(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Of(key)));
}
