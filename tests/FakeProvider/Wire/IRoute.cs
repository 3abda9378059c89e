using AiGateway.FakeProvider.Log;
using AiGateway.FakeProvider.Provider;

namespace AiGateway.FakeProvider.Wire;

/// <summary>Endpoints that belong together. The first route that serves a call answers it.</summary>
internal interface IRoute
{
    bool Serves(Call call);

    Task<Ending> AnswerAsync(Exchange exchange);
}
