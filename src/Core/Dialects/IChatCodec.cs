namespace AiGateway.Core.Dialects;

/// <summary>One dialect, both ways: any client of such a one can be answered by any provider of another. N dialects cost N of these.</summary>
public interface IChatCodec : IClientCodec, IProviderCodec
{
    Dialect Dialect { get; }
}
